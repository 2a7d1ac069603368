package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Same data, settings, seed and number of shards give the same model, bit for bit. */
class DeterminismTest extends TrainingTest {
  private static final int ROWS = 400;

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void repeatedRunsAgree(int partitions) throws IOException {
    Path data = write("rows.csv", csv(ROWS));
    String first = sha(data, partitions);
    assertThat(sha(data, partitions)).isEqualTo(first);
    assertThat(sha(data, partitions, "train.seed=2")).isNotEqualTo(first);
    assertThat(sha(data, partitions + 1)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void orderAndFilesDoNotMatter(int partitions) throws IOException {
    List<String> lines = csv(ROWS);
    String first = sha(write("rows.csv", lines), partitions);

    List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
    Collections.shuffle(rows, new Random(3));
    List<String> shuffled = new ArrayList<>(List.of(lines.get(0)));
    shuffled.addAll(rows);
    assertThat(sha(write("shuffled.csv", shuffled), partitions)).isEqualTo(first);

    rows.sort((a, b) -> a.substring(a.lastIndexOf(',')).compareTo(b.substring(b.lastIndexOf(','))));
    for (int part = 0; part < 5; part++) {
      List<String> some = new ArrayList<>(List.of(lines.get(0)));
      some.addAll(rows.subList(part * ROWS / 5, (part + 1) * ROWS / 5));
      if (part < 3) {
        write("split dir/part, " + part + ".csv", some);
      } else {
        Path packed = dir.resolve("split dir/more/part" + part + ".csv.gz");
        Files.createDirectories(packed.getParent());
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
          out.write((String.join("\r\n", some) + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    }
    assertThat(sha(dir.resolve("split dir"), partitions)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void equalRowsMayMoveToo(int partitions) throws IOException {
    List<String> lines = csv(40);
    List<String> rows = new ArrayList<>(lines.subList(1, lines.size()));
    for (int copies = 0; copies < 3; copies++) {
      rows.addAll(new ArrayList<>(rows));
    }
    List<String> ordered = new ArrayList<>(List.of(lines.get(0)));
    ordered.addAll(rows);
    String first = sha(write("rows.csv", ordered), partitions);
    Collections.shuffle(rows, new Random(5));
    List<String> shuffled = new ArrayList<>(List.of(lines.get(0)));
    shuffled.addAll(rows);
    assertThat(sha(write("shuffled.csv", shuffled), partitions)).isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void resumedRunsAgree(int partitions) throws IOException {
    Path data = write("rows.csv", csv(ROWS));
    Heard all = new Heard();
    String straight = train(all, false, sets(data, partitions)).weightsSha256();
    for (int stop : new int[] {1, 5, 8, 11}) {
      String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints" + stop);
      Heard heard = new Heard();
      heard.stopAfter = stop;
      // This engine ends at the very step after which it is asked to.
      TrainResult half =
          train(heard, false, sets(data, partitions, checkpoints, "train.engine=tree"));
      assertThat(half.interrupted()).isTrue();
      assertThat(half.steps()).isEqualTo(stop);
      Heard rest = new Heard();
      TrainResult whole = train(rest, true, sets(data, partitions, checkpoints));
      // The same rows in the same steps.
      assertThat(seen(heard, rest)).isEqualTo(seen(all));
      assertThat(whole.resumedFrom()).contains("ckpt-" + "%012d".formatted(stop));
      assertThat(whole.weightsSha256()).as("stopped after step %d", stop).isEqualTo(straight);
      assertThat(rest.notices).isEmpty();
    }
  }

  /** Number, rows, and the loss before the update, of each step. */
  private static List<String> seen(Heard... runs) {
    return Stream.of(runs)
        .flatMap(run -> run.steps.stream())
        .map(step -> step.number() + " " + step.rows() + " " + step.loss())
        .toList();
  }

  /** From the same checkpoint, one engine goes on with the other's run. */
  @ParameterizedTest
  @CsvSource({"4, tree, allreduce", "32, tree, allreduce", "4, allreduce, tree"})
  void enginesGoOnWithEachOthersRuns(int partitions, String first, String second)
      throws IOException {
    Path data = write("rows.csv", csv(ROWS));
    String[] checkpoints = {
      "checkpoint.dir=" + dir.resolve("c"), "checkpoint.every=3 steps", "checkpoint.keep=100"
    };
    Heard heard = new Heard();
    String straight =
        train(heard, false, sets(data, partitions, with(checkpoints, "train.engine=" + first)))
            .weightsSha256();
    List<Path> saved = heard.saved.stream().map(Path::of).toList();
    assertThat(saved).hasSize(6);
    for (Path later : saved.subList(2, saved.size())) {
      Files.delete(later);
    }
    Heard rest = new Heard();
    TrainResult whole =
        train(rest, true, sets(data, partitions, with(checkpoints, "train.engine=" + second)));
    assertThat(rest.steps.get(0).number()).isEqualTo(7);
    assertThat(whole.weightsSha256()).isEqualTo(straight);
  }

  private String sha(Path data, int partitions, String... sets) throws IOException {
    return train(sets(data, partitions, sets)).weightsSha256();
  }

  private static String[] sets(Path data, int partitions, String... more) {
    List<String> sets =
        new ArrayList<>(
            List.of("data.train=" + data, "data.partitions=" + partitions, "train.chunk=4"));
    sets.addAll(List.of(more));
    return sets.toArray(String[]::new);
  }
}
