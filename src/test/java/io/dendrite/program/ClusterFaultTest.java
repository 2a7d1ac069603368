package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Executors and workers die, freeze, are slow, or are taken away: the same weights. */
@Tag("fault")
class ClusterFaultTest extends ClusterTest {
  private static final int EPOCHS = 4;
  private static final String LOST = "Lost executor";

  /** The second attempt of a task of which none has failed. */
  private static final Pattern SPECULATED = Pattern.compile("Starting task \\d+\\.1 in stage");

  /** Does something to a run of a Spark job a step, of which some steps are done. */
  private Program disturbTree(int partitions, Disturbance disturbance, String... more)
      throws Exception {
    String[] all = args("tree", partitions, onCluster(2, epochs(EPOCHS, more)));
    return disturb("epoch 1/" + EPOCHS, disturbance, all);
  }

  private void same(int partitions, Program run) throws Exception {
    assertThat(sha(run)).as(run.err()).isEqualTo(undisturbed(partitions, EPOCHS));
    assertThat(run.err()).contains("epoch " + EPOCHS + "/" + EPOCHS);
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aKilledExecutorChangesNothing(int partitions) throws Exception {
    Program run =
        disturbTree(partitions, any -> signal(cluster.executors().get(0), "KILL"), "--verbose");
    assertThat(run.err()).contains(LOST);
    same(partitions, run);
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aKilledWorkerWithItsExecutorChangesNothing(int partitions) throws Exception {
    try {
      Program run = disturbTree(partitions, any -> cluster.killBusyWorker(), "--verbose");
      assertThat(run.err()).contains(LOST);
      same(partitions, run);
    } finally {
      cluster.restartDead();
    }
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aKilledDriverGoesOnWhereItWas(int partitions) throws Exception {
    Path checkpoints = dir.resolve("checkpoints");
    String[] kept = {"--set", "checkpoint.dir=" + checkpoints, "--set", "checkpoint.every=7 steps"};
    Program killed = disturbTree(partitions, any -> any.signal("KILL"), kept);
    assertThat(killed.exitCode()).isEqualTo(137);
    String[] again = onCluster(3, epochs(EPOCHS, kept));
    List<String> args = new ArrayList<>(List.of(args("auto", partitions, again)));
    args.add("--resume");
    Program resumed = Program.run(dir, args.toArray(String[]::new));
    same(partitions, resumed);
    assertThat(resumed.json().get("resumedFrom").asText()).contains("ckpt-");
  }

  /** Spark gives up who does not answer for as long as spark.network.timeout. */
  @ParameterizedTest
  @MethodSource("partitions")
  void aFrozenExecutorChangesNothing(int partitions) throws Exception {
    Program run =
        disturbTree(
            partitions,
            any -> {
              ProcessHandle frozen = freeze();
              any.await("Removing executor");
              signal(frozen, "CONT");
            },
            "--verbose",
            "--conf",
            "spark.network.timeout=8s",
            "--conf",
            "spark.executor.heartbeatInterval=2s",
            "--conf",
            "spark.network.timeoutInterval=1s");
    same(partitions, run);
  }

  /** Whichever of two copies of a task ends first, its sum counts once. */
  @ParameterizedTest
  @MethodSource("partitions")
  void speculationBesideASlowHostChangesNothing(int partitions) throws Exception {
    Program run =
        disturbTree(
            partitions,
            any -> {
              ProcessHandle slow = cluster.executors().get(0);
              while (any.alive() && slow.isAlive() && !SPECULATED.matcher(any.err()).find()) {
                signal(slow, "STOP");
                TimeUnit.MILLISECONDS.sleep(300);
                signal(slow, "CONT");
                TimeUnit.MILLISECONDS.sleep(30);
              }
            },
            "--verbose",
            "--conf",
            "spark.speculation=true",
            "--conf",
            "spark.speculation.interval=20ms",
            "--conf",
            "spark.speculation.quantile=0.25",
            "--conf",
            "spark.speculation.multiplier=1.1",
            "--conf",
            "spark.speculation.minTaskRuntime=20ms");
    assertThat(run.err()).containsPattern(SPECULATED).doesNotContain(LOST);
    same(partitions, run);
  }

  @ParameterizedTest
  @MethodSource("partitions")
  void aDecommissionedExecutorChangesNothing(int partitions) throws Exception {
    Program run =
        disturbTree(
            partitions,
            any -> signal(cluster.executors().get(0), "PWR"),
            "--verbose",
            "--conf",
            "spark.decommission.enabled=true",
            "--conf",
            "spark.storage.decommission.enabled=true");
    assertThat(run.err()).contains("Decommission executors");
    same(partitions, run);
  }

  /** What a partition is made of kills every executor that touches it. */
  @Test
  void aPartitionThatKillsItsTaskEndsTheRunWithOneSentence() throws Exception {
    Path rows = Files.createDirectory(dir.resolve("rows"));
    for (int part = 0; part < 4; part++) {
      Files.writeString(rows.resolve(part + ".csv"), "x,label\n1,a\n2,b\n3,a\n4,b\n");
    }
    String classes = StandaloneCluster.home(DeadlyFileSystem.class).toString();
    List<String> args = new ArrayList<>(cluster.options(2));
    args.addAll(
        List.of(
            "train",
            "--set",
            "data.train=deadly:" + rows,
            "--set",
            "data.label=label",
            "--set",
            "network.layers=[\"inner-product 2\"]",
            "--set",
            "model.dir=" + dir.resolve("model"),
            "--driver-class-path",
            classes,
            "--conf",
            "spark.executor.extraClassPath=" + classes,
            "--conf",
            "spark.hadoop.fs.deadly.impl=" + DeadlyFileSystem.class.getName(),
            "--conf",
            "spark.hadoop.dendrite.deadly=2.csv"));
    Program run = Program.run(dir, args.toArray(String[]::new));
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err().strip().lines().reduce((a, b) -> b).orElseThrow())
        .startsWith("dendrite: the task of partition ")
        .contains(" failed 4 times, at last on 127.0.0.");
    assertThat(dir.resolve("model")).doesNotExist();
  }

  /** One host pins an older kernel than the others have. */
  @Test
  void executorsWithDifferentKernelsAreRefusedAndNamed() throws Exception {
    cluster.restart(1, Map.of("OPENBLAS_CORETYPE", "Prescott"));
    try {
      Program run = Program.run(dir, args("auto", 4, onCluster(3, epochs(1))));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err())
          .contains("executors compute with different kernels")
          .containsPattern("\\(executor \\d\\) with OpenBLAS \\S+ \\(Prescott\\)");
    } finally {
      cluster.restart(1, Map.of());
    }
  }
}
