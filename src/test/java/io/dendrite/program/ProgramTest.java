package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.data.Digits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as users start it: other masters, signals and kills give the same bits. */
@Tag("cluster")
class ProgramTest {
  @TempDir static Path shared;
  @TempDir Path dir;

  private static Path digits;
  private static JsonNode straight;

  @BeforeAll
  static void undisturbedRun() throws Exception {
    digits = shared.resolve("train-images-idx3-ubyte.gz");
    Digits.write(digits, shared.resolve("train-labels-idx1-ubyte.gz"), 3000, 1);
    Program run = Program.run(shared, args(shared.resolve("model"), "--master", "local[2]"));
    assertThat(run.err()).contains("epoch 2/2").doesNotContain("INFO").doesNotContain("WARN");
    straight = run.json();
    assertThat(straight.get("steps").asInt()).isGreaterThan(80);
  }

  private static String[] args(Path model, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train", "--json",
                "--set", "data.train=" + digits,
                "--set", "data.partitions=5",
                "--set", "data.scale=255",
                "--set",
                    "network.layers=[\"inner-product 40\", relu, \"dropout 0.1\", \"inner-product 10\"]",
                "--set", "train.epochs=2",
                "--set", "train.batch=64",
                "--set", "model.dir=" + model));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private String[] args(String... more) {
    return args(dir.resolve("model"), more);
  }

  private static String sha(JsonNode json) {
    return json.get("weightsSha256").asText();
  }

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
  void aStandaloneClusterOfSeparateJvmsGivesTheSameBits() throws Exception {
    try (StandaloneCluster cluster = new StandaloneCluster(dir, 2, 1)) {
      Program run =
          Program.run(
              dir,
              args(
                  "--master",
                  cluster.master(),
                  "--executor-memory",
                  "1g",
                  "--conf",
                  "spark.executor.cores=1"));
      assertThat(run.err()).contains("epoch 2/2");
      assertThat(sha(run.json())).isEqualTo(sha(straight));
      try (Stream<Path> executors = Files.walk(dir, 4)) {
        assertThat(
                executors.filter(p -> p.toString().matches(".*/work[01]/app-[^/]*/\\d+")).count())
            .isGreaterThanOrEqualTo(2);
      }
    }
  }

  @Test
  void explainOnAClusterWithMoreTasksThanCores() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    try (StandaloneCluster cluster = new StandaloneCluster(dir, 2, cores)) {
      String all = Integer.toString(2 * cores);
      Program run =
          Program.run(
              dir, args("--explain", "--master", cluster.master(), "--total-executor-cores", all));
      assertThat(run.json().get("local").asBoolean()).isFalse();
      assertThat(run.json().get("executorBytes").asLong()).isPositive();
      assertThat(run.err()).contains(all + " tasks run at once on the " + cores + " cores");
    }
  }

  @Test
  void killedAtARandomStepAndResumed() throws Exception {
    Random random = new Random();
    for (int i = 0; i < 3; i++) {
      String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints" + i);
      String[] args = args("--set", checkpoints, "--set", "checkpoint.every=3 steps");
      int after = 1 + random.nextInt(20);
      Program run = Program.start(dir, args);
      try {
        awaitCheckpoints(run, dir.resolve("checkpoints" + i), after);
        run.signal("KILL");
        assertThat(run.exitCode()).isEqualTo(137);
      } finally {
        run.kill();
      }
      List<String> again = new ArrayList<>(List.of(args));
      again.add("--resume");
      Program resumed = Program.run(dir, again.toArray(String[]::new));
      assertThat(resumed.json().get("resumedFrom").asText()).as(resumed.err()).contains("ckpt-");
      assertThat(sha(resumed.json()))
          .as("killed after checkpoint %d", after)
          .isEqualTo(sha(straight));
    }
  }

  @Test
  void terminatedItSavesAndResumes() throws Exception {
    for (String signal : List.of("TERM", "INT")) {
      Path checkpoints = dir.resolve("checkpoints" + signal);
      String[] args =
          args("--set", "checkpoint.dir=" + checkpoints, "--set", "checkpoint.every=7 steps");
      Program run = Program.start(dir, args);
      try {
        awaitCheckpoints(run, checkpoints, 2);
        run.signal(signal);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(signal.equals("TERM") ? 143 : 130);
      } finally {
        run.kill();
      }
      assertThat(run.json().get("interrupted").asBoolean()).isTrue();
      assertThat(run.json().get("checkpoint").asText())
          .contains("ckpt-%012d".formatted(run.json().get("steps").asInt()));
      List<String> again = new ArrayList<>(List.of(args));
      again.add("--resume");
      assertThat(sha(Program.run(dir, again.toArray(String[]::new)).json()))
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

  /**
   * Waits until the store has published that many checkpoints, counted by the highest step of a
   * name.
   */
  private static void awaitCheckpoints(Program run, Path checkpoints, int count) throws Exception {
    while (run.alive()) {
      if (Files.isDirectory(checkpoints)) {
        try (Stream<Path> files = Files.list(checkpoints)) {
          int newest =
              files
                  .map(f -> f.getFileName().toString())
                  .filter(f -> f.startsWith("ckpt-"))
                  .mapToInt(f -> Integer.parseInt(f.substring(5, 17)))
                  .max()
                  .orElse(0);
          if (newest >= 3 * count) {
            return;
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    throw new IllegalStateException(
        "the program ended before checkpoint " + count + ":\n" + run.err());
  }
}
