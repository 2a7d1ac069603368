package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.data.Digits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
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
    return with(args.toArray(String[]::new), more);
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
    StandaloneCluster cluster = StandaloneCluster.shared();
    Program run = Program.run(dir, args(cluster.options(2).toArray(String[]::new)));
    assertThat(run.err()).contains("epoch 2/2");
    assertThat(run.err().split("1 thread, \\d+ GFLOP/s a task", -1)).hasSize(1 + 2);
    assertThat(sha(run.json())).isEqualTo(sha(straight));
  }

  @Test
  void explainOnAClusterWithMoreTasksThanCores() throws Exception {
    int cores = Runtime.getRuntime().availableProcessors();
    String all = Integer.toString(3 * cores);
    List<String> args = new ArrayList<>(StandaloneCluster.shared().options(3 * cores));
    args.addAll(List.of("--explain", "--executor-cores", Integer.toString(cores)));
    Program run = Program.run(dir, args(args.toArray(String[]::new)));
    assertThat(run.json().get("local").asBoolean()).isFalse();
    assertThat(run.json().get("executorBytes").asLong()).isPositive();
    assertThat(run.err()).contains(all + " tasks run at once on the " + cores + " cores");
  }

  /** Checkpoints large enough, and saved so often, that a kill finds one being written. */
  @Test
  void killedInTheMiddleOfACheckpointAndResumed() throws Exception {
    String[] large = {
      "--set", "network.layers=[\"inner-product 1000\", relu, \"inner-product 10\"]",
      "--set", "train.epochs=1"
    };
    String whole = sha(Program.run(dir, args(large)).json());
    Random random = new Random();
    int hits = 0;
    for (int i = 0; i < Counts.of(5, 30); i++) {
      Path checkpoints = dir.resolve("checkpoints" + i);
      String[] args =
          with(
              args(large),
              "--set",
              "checkpoint.dir=" + checkpoints,
              "--set",
              "checkpoint.every=1 step");
      int after = 1 + random.nextInt(30);
      int micros = random.nextInt(10_000);
      Program run = Program.start(dir, args);
      try {
        awaitStep(run, checkpoints, after);
        while (!isBeingWritten(checkpoints)) {
          assertThat(run.alive()).as(run.err()).isTrue();
        }
        TimeUnit.MICROSECONDS.sleep(micros);
      } finally {
        run.kill();
      }
      assertThat(run.exitCode()).isEqualTo(137);
      hits += isBeingWritten(checkpoints) ? 1 : 0;
      CheckpointStore store = new CheckpointStore(checkpoints.toString(), new Configuration());
      for (CheckpointStore.Entry entry : store.list()) {
        assertThat(store.load(entry).entry()).as("whole").isEqualTo(entry);
      }
      Program resumed = Program.run(dir, with(args, "--resume"));
      assertThat(resumed.json().get("resumedFrom").asText()).as(resumed.err()).contains("ckpt-");
      assertThat(sha(resumed.json()))
          .as("killed %s us into the checkpoint after %s", micros, after)
          .isEqualTo(whole);
      assertThat(isBeingWritten(checkpoints)).as("swept").isFalse();
    }
    assertThat(hits).as("kills that left a part behind").isPositive();
  }

  private static boolean isBeingWritten(Path checkpoints) throws IOException {
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.anyMatch(file -> file.getFileName().toString().matches("_tmp-.*ckpt-.*"));
    }
  }

  @Test
  void repeatedRunsGiveTheSameBits() throws Exception {
    for (int i = 0; i < Counts.of(2, 9); i++) {
      assertThat(sha(Program.run(dir, args("--master", "local[2]")).json()))
          .isEqualTo(sha(straight));
    }
  }

  @Test
  void outOfTimeItSavesAndResumes() throws Exception {
    String[] args =
        args(
            "--set",
            "checkpoint.dir=" + dir.resolve("checkpoints"),
            "--set",
            "checkpoint.every=1 step");
    Program run = Program.run(dir, with(args, "--set", "train.maxTime=1 s"));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(75);
    assertThat(run.err()).contains("train.maxTime is over; saved ", "go on with --resume");
    assertThat(run.json().get("steps").asInt()).isPositive();
    Program resumed = Program.run(dir, with(args, "--resume", "--set", "train.maxTime=1 h"));
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(sha(resumed.json())).isEqualTo(sha(straight));
  }

  @Test
  void ofTwoDriversInOneDirectoryTheSecondIsRefused() throws Exception {
    Path checkpoints = dir.resolve("checkpoints");
    String[] args =
        args("--set", "checkpoint.dir=" + checkpoints, "--set", "checkpoint.every=1 step");
    Program first = Program.start(dir, with(args, "--set", "train.epochs=1000"));
    try {
      awaitStep(first, checkpoints, 1);
      Program second = Program.run(dir, with(args, "--resume"));
      assertThat(second.exitCode()).as(second.err()).isEqualTo(1);
      assertThat(second.err()).contains("checkpoints is in use by run ");
      assertThat(first.alive()).isTrue();
    } finally {
      first.kill();
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
        awaitStep(run, checkpoints, 6);
        run.signal(signal);
        assertThat(run.exitCode()).as(run.err()).isEqualTo(signal.equals("TERM") ? 143 : 130);
      } finally {
        run.kill();
      }
      assertThat(run.json().get("interrupted").asBoolean()).isTrue();
      assertThat(run.json().get("checkpoint").asText())
          .contains("ckpt-%012d".formatted(run.json().get("steps").asInt()));
      assertThat(sha(Program.run(dir, with(args, "--resume")).json())).isEqualTo(sha(straight));
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
        "; copy it again from where it is whole",
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

  private static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  /** Waits until the store has published a checkpoint of that step or a later one. */
  private static void awaitStep(Program run, Path checkpoints, int step) throws Exception {
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
          if (newest >= step) {
            return;
          }
        }
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    throw new IllegalStateException(
        "the program ended before the checkpoint of step " + step + ":\n" + run.err());
  }
}
