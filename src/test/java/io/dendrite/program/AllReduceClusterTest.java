package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Jobs of many steps on executors in JVMs of their own. */
@Tag("cluster")
class AllReduceClusterTest extends ClusterTest {
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
      assertThat(run.err().split("1 thread, \\d+ GFLOP/s a task", -1)).hasSize(1 + executors);
    }
  }

  private static final int LONG = 80;

  /** Does something to a long run when a job of many steps is going on. */
  private Program disturbLong(Disturbance disturbance, String... more) throws Exception {
    String[] all = args("allreduce", 4, onCluster(2, epochs(LONG, more)));
    return disturb("epoch 20/80", disturbance, all);
  }

  @Test
  void aKilledExecutorChangesNothing() throws Exception {
    Program run = disturbLong(any -> signal(cluster.executors().get(0), "KILL"));
    assertThat(run.err()).contains("failed: ").contains("; doing them again");
    assertThat(sha(run)).isEqualTo(undisturbed(4, LONG));
  }

  /** Spark takes a while to give an executor up that does not answer; so does a peer. */
  @Test
  void aFrozenExecutorChangesNothing() throws Exception {
    Program run =
        disturbLong(
            any -> freeze(),
            "--set",
            "train.timeout=3 s",
            "--conf",
            "spark.network.timeout=12s",
            "--conf",
            "spark.executor.heartbeatInterval=3s",
            "--conf",
            "spark.network.timeoutInterval=2s");
    assertThat(run.err()).contains("(train.timeout); doing them again");
    assertThat(sha(run)).isEqualTo(undisturbed(4, LONG));
  }

  /** Another job of the program takes a slot, and gives it back when the run has complained. */
  @Test
  void aSlotThatAnotherJobHoldsChangesNothing() throws Exception {
    Path held = dir.resolve("held");
    String classes = StandaloneCluster.home(SlotHolder.class).toString();
    String sentence = "only 0 of 2 tasks could start within 3 s (train.timeout)";
    Program run =
        disturbLong(
            any -> {
              Files.createFile(held);
              any.await(sentence);
              Files.delete(held);
            },
            "--set",
            "train.timeout=3 s",
            "--set",
            "checkpoint.dir=" + dir.resolve("checkpoints"),
            "--set",
            "checkpoint.every=100 steps",
            "--driver-class-path",
            classes,
            "--conf",
            "spark.executor.extraClassPath=" + classes,
            "--conf",
            "spark.plugins=" + SlotHolder.class.getName(),
            "--conf",
            SlotHolder.FILE + "=" + held);
    assertThat(run.err()).contains(sentence + "; doing them again");
    assertThat(sha(run)).isEqualTo(undisturbed(4, LONG));
  }

  @Test
  void terminatedItSavesAndResumes() throws Exception {
    String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints");
    Program run =
        disturbLong(
            any -> any.signal("TERM"), "--set", checkpoints, "--set", "checkpoint.every=1 h");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(143);
    String[] all = epochs(LONG, "--set", checkpoints, "--set", "checkpoint.every=1 h", "--resume");
    Program resumed = Program.run(dir, args("auto", 4, onCluster(3, all)));
    assertThat(sha(resumed)).isEqualTo(undisturbed(4, LONG));
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
