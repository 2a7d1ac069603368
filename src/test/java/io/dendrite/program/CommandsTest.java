package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.cli.Commands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every command of the table, started by the script: each that needs Spark with a master. */
@Tag("cluster")
class CommandsTest {
  @TempDir static Path dir;

  private static final String LAYERS = "network.layers=[\"inner-product 2\"]";

  /** In an order in which each finds what it needs; of the examples, the smallest. */
  private static final List<List<String>> LINES =
      List.of(
          List.of("doctor"),
          List.of("example"),
          List.of("example", "and", "--dir", "and"),
          List.of("quickstart", "--help"),
          List.of(
              "train",
              "--set",
              "data.train=rows.csv",
              "--set",
              "data.label=label",
              "--set",
              "train.epochs=1",
              "--set",
              LAYERS),
          List.of("evaluate", "--model", "model", "--data", "rows.csv"),
          List.of("predict", "--model", "model", "--data", "rows.csv", "--out", "out.csv"),
          List.of("inspect", "model"),
          List.of(
              "gradcheck",
              "--set",
              "data.train=rows.csv",
              "--set",
              "data.label=label",
              "--set",
              LAYERS));

  @Test
  void everyCommandStarts() throws Exception {
    writeRows();
    for (List<String> line : LINES) {
      List<String> words = new ArrayList<>(line);
      if (needsSpark(line)) {
        words.addAll(List.of("--master", "local[2]"));
      }
      Program program = Program.run(dir, words.toArray(String[]::new));
      assertThat(program.exitCode()).as("%s: %s", line, program.err()).isZero();
      assertThat(program.out()).as("%s", line).isNotBlank();
    }
  }

  private static boolean needsSpark(List<String> line) {
    Commands.NeedsSpark when =
        Commands.TABLE.stream()
            .filter(entry -> entry.name().equals(line.get(0)))
            .findFirst()
            .orElseThrow()
            .spark();
    return !line.contains("--help")
        && switch (when) {
          case ALWAYS -> true;
          case WITH_ARGUMENT -> line.size() > 1;
          case NEVER -> false;
        };
  }

  @Test
  void everyCommandOfTheTableIsAmongThem() {
    TreeSet<String> tried = new TreeSet<>();
    LINES.forEach(line -> tried.add(line.get(0)));
    assertThat(Commands.TABLE.stream().map(Commands.Entry::name))
        .as("commands that CommandsTest starts")
        .containsExactlyInAnyOrderElementsOf(tried);
  }

  @Test
  void aCommandWithoutSparkRefusesAMaster() throws Exception {
    Program program =
        Program.start(dir, Map.of(), Program.SCRIPT, List.of("doctor", "--master", "local[2]"));
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.err()).contains("doctor runs without Spark");
  }

  private static void writeRows() throws IOException {
    StringBuilder rows = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 200; i++) {
      rows.append(i % 20).append(',').append(i / 20).append(',').append(i % 20 > i / 20 ? 1 : 0);
      rows.append('\n');
    }
    Files.writeString(dir.resolve("rows.csv"), rows);
  }
}
