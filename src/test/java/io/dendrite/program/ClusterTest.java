package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.Counts;
import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.data.sample.Digits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.Arguments;

/** Runs on executors in JVMs of their own, and what is done to them meanwhile. */
abstract class ClusterTest {
  @TempDir static Path shared;
  @TempDir Path dir;

  static StandaloneCluster cluster;
  private static Path digits;
  private static final Map<List<Integer>, JsonNode> UNDISTURBED = new HashMap<>();

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

  static String[] onCluster(int executors, String... more) throws Exception {
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

  /** The result of a run of this many epochs without a cluster. */
  private JsonNode undisturbed(int partitions, int epochs) throws Exception {
    List<Integer> key = List.of(partitions, epochs);
    if (!UNDISTURBED.containsKey(key)) {
      String[] local = epochs(epochs, "--master", "local[2]");
      Program run = Program.run(dir, args("auto", partitions, local));
      assertThat(run.exitCode()).as(run.err()).isZero();
      UNDISTURBED.put(key, run.json());
    }
    return UNDISTURBED.get(key);
  }

  /** A run by one engine that is long enough to be disturbed. */
  enum Disturbed {
    /** Some steps, each a Spark job. */
    TREE("tree", 4, 1),
    /** Jobs of many steps, which take less time. */
    ALL_REDUCE("allreduce", 80, 20);

    final String engine;
    final int epochs;

    /** When it is disturbed. */
    final int epoch;

    Disturbed(String engine, int epochs, int epoch) {
      this.engine = engine;
      this.epochs = epochs;
      this.epoch = epoch;
    }
  }

  /** By it in the test command; a long run tries both. */
  static Stream<Arguments> byTheTreeEngine() {
    return runs(Disturbed.TREE, 32);
  }

  /** By it in the test command; a long run tries both. */
  static Stream<Arguments> byTheAllReduceEngine() {
    return runs(Disturbed.ALL_REDUCE, 4);
  }

  /** The order of summing shows with many partitions; a long run tries many and few. */
  private static Stream<Arguments> runs(Disturbed few, int partitions) {
    return Counts.of(
        Stream.of(arguments(few, partitions)),
        Stream.of(Disturbed.values()).flatMap(by -> Stream.of(4, 32).map(n -> arguments(by, n))));
  }

  /** What is done to a run. */
  interface Disturbance {
    void on(Program run) throws Exception;
  }

  /** Starts a run on two executors and does something to it in its middle; returns at its end. */
  final Program disturb(Disturbed run, int partitions, Disturbance disturbance, String... more)
      throws Exception {
    String[] all = args(run.engine, partitions, onCluster(2, epochs(run.epochs, more)));
    return disturb("epoch %d/%d".formatted(run.epoch, run.epochs), disturbance, all);
  }

  /** Starts a run and does something to it as soon as it has said something; returns at its end. */
  final Program disturb(String said, Disturbance disturbance, String... args) throws Exception {
    Program program = Program.start(dir, args);
    try {
      program.await(said);
      disturbance.on(program);
      return program.ended();
    } finally {
      program.kill();
    }
  }

  /** Requires what a run comes to that nothing was done to; each row counted once. */
  final void requireSame(Program program, Disturbed run, int partitions) throws Exception {
    requireSame(program, run, undisturbed(partitions, run.epochs));
  }

  private static void requireSame(Program program, Disturbed run, JsonNode straight)
      throws Exception {
    assertThat(program.exitCode()).as(program.err()).isZero();
    for (String key : List.of("weightsSha256", "steps", "epochs", "trainLoss")) {
      assertThat(program.json().get(key)).as(program.err()).isEqualTo(straight.get(key));
    }
    assertThat(program.err()).contains("epoch %1$d/%1$d".formatted(run.epochs));
  }

  /** Requires the same of one that goes on from the last checkpoint, on one more executor. */
  final void requireResumed(Disturbed run, int partitions, String... kept) throws Exception {
    requireResumed(undisturbed(partitions, run.epochs), run, partitions, kept);
  }

  /**
   * Requires of a run that goes on from the last checkpoint, on one more executor, what it comes to
   * if nothing is done to it.
   *
   * @param straight what an undisturbed run says at its end
   */
  final void requireResumed(JsonNode straight, Disturbed run, int partitions, String... kept)
      throws Exception {
    String[] all = onCluster(3, epochs(run.epochs, kept));
    List<String> args = new ArrayList<>(List.of(args("auto", partitions, all)));
    args.add("--resume");
    Program resumed = Program.run(dir, args.toArray(String[]::new));
    requireSame(resumed, run, straight);
    assertThat(resumed.json().get("resumedFrom").asText()).contains("ckpt-");
  }

  /** Requires checkpoints, and that none that is visible lacks anything. */
  static void requireWhole(String checkpoints, Configuration conf) throws IOException {
    CheckpointStore store = new CheckpointStore(checkpoints, conf);
    assertThat(store.list()).isNotEmpty();
    for (CheckpointStore.Entry entry : store.list()) {
      assertThat(store.load(entry).entry()).isEqualTo(entry);
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

  /** At once, so that Spark sees them gone together. */
  static void killExecutors() throws Exception {
    List<String> kill = new ArrayList<>(List.of("kill", "-KILL"));
    cluster.executors().forEach(executor -> kill.add(Long.toString(executor.pid())));
    assertThat(new ProcessBuilder(kill).start().waitFor()).isZero();
  }

  /** False if the process is gone. */
  static boolean reaches(String signal, ProcessHandle process) throws Exception {
    String pid = Long.toString(process.pid());
    return new ProcessBuilder("kill", "-" + signal, pid).start().waitFor() == 0;
  }
}
