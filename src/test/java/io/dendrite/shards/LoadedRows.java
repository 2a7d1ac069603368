package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.config.Configs;
import io.dendrite.data.DataException;
import io.dendrite.data.RowBlock;
import io.dendrite.input.SparkTest;
import io.dendrite.input.TrainingRows;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tests of loading share: rows of any source, as they lie in their shards. */
abstract class LoadedRows extends SparkTest {
  /** Loads all rows; the map has a text for each distinct row and how often it came. */
  Map<String, Integer> load(Heard heard, String... sets) throws IOException {
    try (TrainingData data = data(heard, sets)) {
      Map<String, Integer> rows = new TreeMap<>();
      for (RowBlock block : data.train().blocks().toJavaRDD().collect()) {
        float[] x = new float[data.net().inputs()];
        for (int row = 0; row < block.rows(); row++) {
          block.features().scatter(row, x, 0);
          rows.merge(
              Arrays.toString(x) + " " + block.target(row, 0) + " " + block.weight(row),
              1,
              Integer::sum);
        }
      }
      return rows;
    }
  }

  TrainingData data(Heard heard, String... sets) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.validation=0",
                "data.label=label",
                "network.layers=[\"inner-product 2\"]",
                "data.scale=none"));
    all.addAll(List.of(sets));
    return TrainingData.load(TrainingRows.named(SPARK), Configs.of(all), 3, 2, heard);
  }

  Map<String, Integer> load(String... sets) throws IOException {
    return load(new Heard(), sets);
  }

  void refused(String sentence, String... sets) {
    assertThatThrownBy(() -> load(sets))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(sentence);
  }
}
