package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.Counts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The program as users start it. */
@Tag("cluster")
class ProgramTest extends StraightRun {
  @Test
  void theJsonHoldsWhatItPromises() {
    for (String key :
        List.of(
            "model",
            "steps",
            "epochs",
            "trainLoss",
            "validation",
            "test",
            "seconds",
            "rowsPerSecond",
            "blas",
            "partitions",
            "weightsSha256",
            "checkpoint",
            "resumedFrom")) {
      assertThat(straight.has(key)).as(key).isTrue();
    }
    assertThat(straight.get("test").isNull()).isTrue();
    for (String key : List.of("loss", "rows", "accuracy", "precision", "recall", "f1")) {
      assertThat(straight.get("validation").get(key).isNumber()).as(key).isTrue();
    }
    assertThat(straight.get("partitions").asInt()).isEqualTo(5);
    assertThat(sha(straight)).matches("[0-9a-f]{64}");
  }

  @Test
  void explainSaysWhatWouldHappenAndTrainsNothing() throws Exception {
    Program run = Program.run(dir, args("--master", "local[2]", "--explain"));
    assertThat(run.json().get("parameters").asInt()).isEqualTo(785 * 40 + 41 * 10);
    assertThat(run.json().get("stepsPerEpoch").asInt() * 2)
        .isEqualTo(straight.get("steps").asInt());
    assertThat(run.json().get("epochSeconds").asDouble()).isPositive();
    assertThat(dir.resolve("model")).doesNotExist();
  }

  @Test
  void oneCoreGivesTheSameBits() throws Exception {
    Program one = Program.run(dir, args("--master", "local[1]"));
    assertThat(sha(one.json())).isEqualTo(sha(straight));
  }

  @Test
  void explainOnAClusterWithMoreTasksThanCores() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    String all = Integer.toString(2 * cores);
    List<String> args = new ArrayList<>(StandaloneCluster.shared().options(2 * cores));
    args.addAll(List.of("--explain", "--executor-cores", Integer.toString(cores)));
    Program run = Program.run(dir, args(args.toArray(String[]::new)));
    assertThat(run.json().get("local").asBoolean()).isFalse();
    assertThat(run.json().get("executorBytes").asLong()).isPositive();
    assertThat(run.err()).contains(all + " tasks run at once on the " + cores + " cores");
  }

  @Test
  void repeatedRunsGiveTheSameBits() throws Exception {
    for (int i = 0; i < Counts.of(2, 9); i++) {
      assertThat(sha(Program.run(dir, args("--master", "local[2]")).json()))
          .isEqualTo(sha(straight));
    }
  }

  @Test
  void wrongUsageAndBadDataGetOneSentence() throws Exception {
    sentence(
        2,
        "unknown key 'train.epoch'; the nearest known key is 'train.epochs'",
        args("--set", "train.epoch=3"));
    sentence(2, "Unknown options: '--epochs', '3'", args("--epochs", "3"));
    sentence(2, "--config nowhere.conf: no such file", args("--config", "nowhere.conf"));
    sentence(2, "--master is 'locall[2]'; expected local[N]", args("--master", "locall[2]"));
    sentence(2, "the data has 10 classes", args("--set", "network.layers=[\"inner-product 9\"]"));
    sentence(
        1, "no such file or directory", args("--set", "data.train=" + dir.resolve("none.csv")));
    Path bad = Files.write(dir.resolve("bad.csv"), List.of("x,label", "1,a", "zwei,b"));
    sentence(
        1,
        "bad.csv, line 3: column 1 (x): found \"zwei\", expected a number",
        args(
            "--set",
            "data.train=" + bad,
            "--set",
            "data.label=label",
            "--set",
            "network.layers=[\"inner-product 2\"]"));
    Path model = Files.createDirectory(dir.resolve("damaged"));
    for (String file : List.of("model.json", "weights.safetensors")) {
      Files.copy(shared.resolve("model").resolve(file), model.resolve(file));
    }
    Files.write(model.resolve("weights.safetensors"), new byte[1], StandardOpenOption.APPEND);
    sentence(
        1,
        "; copy it again from an intact copy",
        "evaluate",
        "--model",
        model.toString(),
        "--data",
        digits.toString());
  }

  private void sentence(int code, String part, String... args)
      throws IOException, InterruptedException {
    Program run = Program.run(dir, args);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(code);
    assertThat(run.err().strip().lines().toList())
        .singleElement()
        .asString()
        .startsWith("dendrite: ")
        .contains(part);
    assertThat(run.out()).isEmpty();
  }
}
