package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.RowBlock;
import io.dendrite.input.TrainingRows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Folds of packed rows, against the same rows read and packed by themselves. */
class SearchRowsTest extends LoadedRows {
  private static final String HEADER = "a,b,c,town,label";

  private static List<String> lines(int rows, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      lines.add(
          "%d,%s,%s,%s,%d"
              .formatted(
                  i,
                  (float) random.nextDouble(),
                  random.nextInt(9) == 0 ? "" : (float) (100 * random.nextDouble()),
                  random.nextInt(20) == 0 ? "rare" + i % 2 : "town" + random.nextInt(3),
                  random.nextInt(2)));
    }
    return lines;
  }

  private static List<String> headed(List<String> lines) {
    List<String> all = new ArrayList<>(List.of(HEADER));
    all.addAll(lines);
    return all;
  }

  private static TrainConfig config(Path rows, String... sets) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.train=" + rows,
                "data.label=label",
                "data.missing=mean",
                "data.categorical=[town]",
                "network.layers=[\"inner-product 2\"]"));
    all.addAll(List.of(sets));
    return Configs.of(all);
  }

  /** The rows of each shard, in order. */
  private static List<String> shards(ShardedRows rows) {
    List<String> shards = new ArrayList<>();
    for (RowBlock block : rows.rowBlocks().collect()) {
      float[] x = new float[block.features().width()];
      for (int row = 0; row < block.rows(); row++) {
        block.features().scatter(row, x, 0);
        shards.add(
            Arrays.toString(Arrays.copyOf(x, 3))
                + " "
                + block.target(row, 0)
                + " "
                + block.key(row));
      }
      shards.add("end of shard");
    }
    return shards;
  }

  private static List<Integer> numbers(ShardedRows rows) {
    List<Integer> numbers = new ArrayList<>();
    for (RowBlock block : rows.rowBlocks().collect()) {
      float[] x = new float[block.features().width()];
      for (int row = 0; row < block.rows(); row++) {
        block.features().scatter(row, x, 0);
        numbers.add((int) x[0]);
      }
    }
    return numbers;
  }

  @Test
  void aFoldTrainsAsItsRowsAloneWould() throws IOException {
    List<String> lines = lines(300, 1);
    Path all = write("all.csv", headed(lines));
    for (String validation : List.of("0", "0.3")) {
      TrainConfig config = config(all, "data.validation=" + validation);
      TrainingRows rows = TrainingRows.named(SPARK);
      try (SearchRows search = SearchRows.pack(rows, config, 3, 2, 4, 9, new Heard())) {
        TreeSet<Integer> seen = new TreeSet<>();
        for (int fold = 0; fold < 4; fold++) {
          TrainingData data = search.training(fold, config, new Heard());
          List<Integer> held = numbers(search.heldOut(fold));
          assertThat(held).hasSizeBetween(74, 76);
          seen.addAll(held);
          List<String> others = new ArrayList<>();
          for (int i = 0; i < lines.size(); i++) {
            if (!held.contains(i)) {
              others.add(lines.get(i));
            }
          }
          TrainConfig alone =
              config(write("others.csv", headed(others)), "data.validation=" + validation);
          try (TrainingData apart = TrainingData.load(rows, alone, 3, 2, new Heard())) {
            assertThat(apart.encoding()).isEqualTo(data.encoding());
            assertThat(shards(data.train())).isEqualTo(shards(apart.train()));
            assertThat(data.scaler().shift()).isEqualTo(apart.scaler().shift());
            assertThat(data.scaler().fill()).isEqualTo(apart.scaler().fill());
            assertThat(data.scaler().factor()).isEqualTo(apart.scaler().factor());
            if (data.validation() != null) {
              assertThat(shards(data.validation())).isEqualTo(shards(apart.validation()));
            }
            assertThat(data.fingerprint()).isEqualTo(apart.fingerprint());
          }
        }
        assertThat(seen).hasSize(300);
      }
    }
  }

  @Test
  void foldsDifferByOneRowAtMost() throws IOException {
    TrainConfig config = config(write("rows.csv", headed(lines(90, 3))), "data.validation=0");
    try (SearchRows search =
        SearchRows.pack(TrainingRows.named(SPARK), config, 2, 2, 10, 1, new Heard())) {
      for (int fold = 0; fold < 10; fold++) {
        assertThat(search.heldOut(fold).rows()).isEqualTo(9);
      }
    }
  }

  @Test
  void aCategoryThatNoTrainingRowHasIsSwitchedOff() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add(i + "," + i * i + ",1," + (i == 11 ? "rare" : "town" + i % 2) + "," + i % 2);
    }
    TrainConfig config = config(write("rare.csv", headed(lines)), "data.validation=0");
    TrainingRows rows = TrainingRows.named(SPARK);
    int off = 0;
    try (SearchRows search = SearchRows.pack(rows, config, 2, 2, 3, 1, new Heard())) {
      for (int fold = 0; fold < 3; fold++) {
        TrainingData data = search.training(fold, config, new Heard());
        boolean held = !numbers(search.heldOut(fold)).contains(11);
        float[] factor = data.scaler().factor();
        assertThat(data.encoding().inputNames()).element(3).isEqualTo("town_rare");
        boolean trained = factor[3] != 0;
        assertThat(trained).isEqualTo(held);
        off += trained ? 0 : 1;
        assertThat(factor[4]).isNotZero();
      }
    }
    assertThat(off).isPositive();
  }
}
