package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.Counts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jobs of many steps on executors in JVMs of their own. */
@Tag("cluster")
class AllReduceClusterTest extends ClusterTest {
  /** With many the order of summing shows; a long run tries few as well. */
  static IntStream partitions() {
    return IntStream.of(32, 4).limit(Counts.of(1, 2));
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void sameBitsAsTheTreeEngineOnAnyNumberOfExecutors(int partitions) throws Exception {
    Program tree =
        Program.run(
            dir, args("tree", partitions, "--set", "train.epochs=2", "--master", "local[2]"));
    for (int executors = 1; executors <= 3; executors++) {
      String[] more = onCluster(executors, "--set", "train.epochs=2");
      Program run = Program.run(dir, args("allreduce", partitions, more));
      assertThat(sha(run)).as("%s executors", executors).isEqualTo(sha(tree));
      assertThat(run.err()).contains("all-reduce engine", "epoch 2/2").doesNotContain("failed");
      assertThat(run.err().split("1 thread, \\d+ GFLOP/s a task", -1)).hasSize(1 + executors);
    }
  }

  /** Another job of the program takes a slot, and gives it back when the run has complained. */
  @Test
  void aSlotThatAnotherJobHoldsChangesNothing() throws Exception {
    Path held = dir.resolve("held");
    String sentence = "only 0 of 2 tasks could start within 3 s (train.timeout)";
    Program run =
        disturb(
            Disturbed.ALL_REDUCE,
            4,
            any -> {
              Files.createFile(held);
              any.await(sentence);
              Files.delete(held);
            },
            Program.knowing(
                SlotHolder.class,
                "--set",
                "train.timeout=3 s",
                "--set",
                "checkpoint.dir=" + dir.resolve("checkpoints"),
                "--set",
                "checkpoint.every=100 steps",
                "--conf",
                "spark.plugins=" + SlotHolder.class.getName(),
                "--conf",
                SlotHolder.FILE + "=" + held));
    assertThat(run.err()).contains(sentence + "; doing them again");
    requireSame(run, Disturbed.ALL_REDUCE, 4);
  }

  @Test
  void terminatedItSavesAndResumes() throws Exception {
    String[] kept = {
      "--set", "checkpoint.dir=" + dir.resolve("checkpoints"), "--set", "checkpoint.every=1 h"
    };
    Disturbed by = Disturbed.ALL_REDUCE;
    Program run =
        disturb(
            by,
            4,
            any -> {
              any.signal("TERM");
              any.exitCode(10);
            },
            kept);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(143);
    requireResumed(by, 4, kept);
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
