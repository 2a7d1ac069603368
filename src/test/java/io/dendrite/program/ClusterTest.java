package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.data.Digits;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Runs on executors in JVMs of their own, and what is done to them meanwhile. */
abstract class ClusterTest {
  @TempDir static Path shared;
  @TempDir Path dir;

  static StandaloneCluster cluster;
  private static Path digits;
  private static final Map<List<Integer>, String> UNDISTURBED = new HashMap<>();

  @BeforeAll
  static void start() throws Exception {
    digits = shared.resolve("train-images-idx3-ubyte.gz");
    Digits.write(digits, shared.resolve("train-labels-idx1-ubyte.gz"), 3000, 1);
    cluster = StandaloneCluster.shared();
  }

  /** A run by an engine. */
  final String[] args(String engine, int partitions, String... more) {
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

  static String[] onCluster(int executors, String... more) {
    List<String> args = new ArrayList<>(cluster.options(executors));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  static String sha(Program run) throws Exception {
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.json().get("weightsSha256").asText();
  }

  /** Without validation rows a job of many steps ends at checkpoints only. */
  static String[] epochs(int epochs, String... more) {
    List<String> args =
        new ArrayList<>(List.of("--set", "train.epochs=" + epochs, "--set", "data.validation=0"));
    args.addAll(List.of(more));
    return args.toArray(String[]::new);
  }

  /** The weights after so many epochs, without a cluster. */
  final String undisturbed(int partitions, int epochs) throws Exception {
    List<Integer> key = List.of(partitions, epochs);
    if (!UNDISTURBED.containsKey(key)) {
      String[] local = epochs(epochs, "--master", "local[2]");
      UNDISTURBED.put(key, sha(Program.run(dir, args("auto", partitions, local))));
    }
    return UNDISTURBED.get(key);
  }

  /** So many that the order of summing shows; a long run tries few as well. */
  static IntStream partitions() {
    return IntStream.of(4, 32).skip(Counts.of(1, 0));
  }

  /** What is done to a run. */
  interface Disturbance {
    void on(Program run) throws Exception;
  }

  /** Starts a run and does something to it as soon as it has said something; returns at its end. */
  final Program disturb(String said, Disturbance disturbance, String... args) throws Exception {
    Program run = Program.start(dir, args);
    try {
      run.await(said);
      disturbance.on(run);
      return run.ended();
    } finally {
      run.kill();
    }
  }

  private final List<ProcessHandle> frozen = new ArrayList<>();

  /** Stops an executor of the program that began last; it goes on after the test at the latest. */
  final ProcessHandle freeze() throws Exception {
    ProcessHandle executor = cluster.executors().get(0);
    frozen.add(executor);
    signal(executor, "STOP");
    return executor;
  }

  @AfterEach
  void thaw() throws Exception {
    for (ProcessHandle executor : frozen) {
      reaches("CONT", executor);
    }
  }

  static void signal(ProcessHandle process, String name) throws Exception {
    assertThat(reaches(name, process)).as("signal %s reaches %s", name, process.pid()).isTrue();
  }

  private static boolean reaches(String signal, ProcessHandle process) throws Exception {
    String pid = Long.toString(process.pid());
    return new ProcessBuilder("kill", "-" + signal, pid).start().waitFor() == 0;
  }
}
