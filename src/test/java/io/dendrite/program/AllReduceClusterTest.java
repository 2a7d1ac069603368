package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.data.Digits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs of many steps on executors in JVMs of their own. */
@Tag("cluster")
class AllReduceClusterTest {
  @TempDir static Path shared;
  @TempDir Path dir;

  private static StandaloneCluster cluster;
  private static Path digits;

  @BeforeAll
  static void start() throws Exception {
    digits = shared.resolve("train-images-idx3-ubyte.gz");
    Digits.write(digits, shared.resolve("train-labels-idx1-ubyte.gz"), 3000, 1);
    cluster = new StandaloneCluster(shared, 3, 1);
  }

  @AfterAll
  static void stop() {
    cluster.close();
  }

  private String[] args(String engine, int partitions, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train", "--json",
                "--set", "data.train=" + digits,
                "--set", "data.partitions=" + partitions,
                "--set", "data.scale=255",
                "--set",
                    "network.layers=[\"inner-product 100\", relu, \"dropout 0.1\", \"inner-product 10\"]",
                "--set", "train.engine=" + engine,
                "--set", "train.batch=64",
                "--set", "train.optimizer.clipNorm=1",
                "--set", "model.dir=" + dir.resolve("model")));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private String[] onCluster(int executors, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "--master",
                cluster.master(),
                "--executor-memory",
                "1g",
                "--conf",
                "spark.executor.cores=1",
                "--conf",
                "spark.scheduler.minRegisteredResourcesRatio=1",
                "--total-executor-cores",
                Integer.toString(executors)));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  private static String sha(Program run) throws Exception {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().get("weightsSha256").asText();
  }

  @ParameterizedTest
  @CsvSource({"4, 1, 3", "32, 2, 3"})
  void sameBitsAsTheTreeEngineOnAnyNumberOfExecutors(int partitions, int few, int many)
      throws Exception {
    Program tree =
        Program.run(
            dir, args("tree", partitions, "--set", "train.epochs=2", "--master", "local[2]"));
    for (int executors : new int[] {few, many}) {
      String[] more = onCluster(executors, "--set", "train.epochs=2");
      Program run = Program.run(dir, args("allreduce", partitions, more));
      assertThat(sha(run)).as("%s executors", executors).isEqualTo(sha(tree));
      assertThat(run.err()).contains("all-reduce engine", "epoch 2/2").doesNotContain("failed");
      assertThat(run.err().split("GFLOP/s a task", -1)).hasSize(1 + executors);
    }
  }

  /** Long jobs: without validation rows they end at checkpoints only. */
  private static final String[] LONG = {"--set", "train.epochs=80", "--set", "data.validation=0"};

  /** Starts a long run and does something to it when a job of many steps is going on. */
  private Program disturb(Disturbance disturbance, String... more) throws Exception {
    List<String> all = new ArrayList<>(List.of(onCluster(2, LONG)));
    all.addAll(List.of(more));
    Program run = Program.start(dir, args("allreduce", 4, all.toArray(String[]::new)));
    try {
      while (!run.err().contains("epoch 20/80")) {
        assertThat(run.alive()).as(run.err()).isTrue();
        Thread.onSpinWait();
      }
      disturbance.on(run);
      run.exitCode();
      return run;
    } finally {
      run.kill();
    }
  }

  private interface Disturbance {
    void on(Program run) throws Exception;
  }

  private static void signal(ProcessHandle process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
  }

  private static String undisturbed;

  private String undisturbed() throws Exception {
    if (undisturbed == null) {
      List<String> all = new ArrayList<>(List.of(LONG));
      all.addAll(List.of("--master", "local[2]"));
      undisturbed = sha(Program.run(dir, args("auto", 4, all.toArray(String[]::new))));
    }
    return undisturbed;
  }

  @Test
  void aKilledExecutorChangesNothing() throws Exception {
    Program run = disturb(any -> signal(cluster.executors().get(0), "KILL"));
    assertThat(run.err()).contains("failed: ").contains("; doing them again");
    assertThat(sha(run)).isEqualTo(undisturbed());
  }

  /** Spark takes a while to give an executor up that does not answer; so does a peer. */
  @Test
  void aFrozenExecutorChangesNothing() throws Exception {
    List<ProcessHandle> frozen = new ArrayList<>();
    try {
      Program run =
          disturb(
              any -> {
                frozen.add(cluster.executors().get(0));
                signal(frozen.get(0), "STOP");
              },
              "--set",
              "train.timeout=3 s",
              "--conf",
              "spark.network.timeout=12s",
              "--conf",
              "spark.executor.heartbeatInterval=3s",
              "--conf",
              "spark.network.timeoutInterval=2s");
      assertThat(run.err()).contains("(train.timeout); doing them again");
      assertThat(sha(run)).isEqualTo(undisturbed());
    } finally {
      for (ProcessHandle process : frozen) {
        signal(process, "CONT");
      }
    }
  }

  @Test
  void terminatedItSavesAndResumes() throws Exception {
    String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints");
    Program run =
        disturb(any -> any.signal("TERM"), "--set", checkpoints, "--set", "checkpoint.every=1 h");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(143);
    List<String> all = new ArrayList<>(List.of(onCluster(3, LONG)));
    all.addAll(List.of("--set", checkpoints, "--set", "checkpoint.every=1 h", "--resume"));
    Program resumed = Program.run(dir, args("auto", 4, all.toArray(String[]::new)));
    assertThat(sha(resumed)).isEqualTo(undisturbed());
    assertThat(resumed.json().get("resumedFrom").asText()).contains("ckpt-");
  }

  /** Where executors come and go, tasks that all run at once may never start. */
  @Test
  void withDynamicAllocationAutoTakesTheTreeEngine() throws Exception {
    String[] dynamic =
        onCluster(
            2,
            "--set",
            "train.epochs=1",
            "--conf",
            "spark.dynamicAllocation.enabled=true",
            "--conf",
            "spark.dynamicAllocation.shuffleTracking.enabled=true",
            "--conf",
            "spark.dynamicAllocation.minExecutors=1");
    Program auto = Program.run(dir, args("auto", 4, dynamic));
    String reason =
        "with spark.dynamicAllocation.enabled Spark cannot start all tasks of a step at once";
    assertThat(auto.exitCode()).as(auto.err()).isZero();
    assertThat(auto.err()).contains("train.engine = auto takes the tree engine: " + reason);
    Program refused = Program.run(dir, args("allreduce", 4, dynamic));
    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.err())
        .contains(
            "train.engine is allreduce, but " + reason + "; set train.engine to tree or auto");
  }
}
