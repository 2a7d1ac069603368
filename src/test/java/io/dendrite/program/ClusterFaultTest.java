package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drivers, executors and workers die, freeze, are slow, or are taken away: the same weights. */
@Tag("fault")
class ClusterFaultTest extends ClusterTest {
  private static final String LOST = "Lost executor";

  /** The second attempt of a task of which none has failed. */
  private static final Pattern SPECULATED = Pattern.compile("Starting task \\d+\\.1 in stage");

  @ParameterizedTest
  @MethodSource("byTheAllReduceEngine")
  void aKilledExecutorChangesNothing(Disturbed by, int partitions) throws Exception {
    Program run =
        disturb(by, partitions, any -> signal(cluster.executors().get(0), "KILL"), "--verbose");
    requireDoneAgain(run, by);
    requireSame(run, by, partitions);
  }

  /** Spark repeats the tasks of a step by itself, but a job of many steps is started again. */
  private static void requireDoneAgain(Program run, Disturbed by) throws IOException {
    assertThat(run.err()).contains(LOST);
    if (by == Disturbed.ALL_REDUCE) {
      assertThat(run.err()).contains("; doing them again");
    }
  }

  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void aKilledWorkerWithItsExecutorChangesNothing(Disturbed by, int partitions) throws Exception {
    try {
      Program run = disturb(by, partitions, any -> cluster.killBusyWorker(), "--verbose");
      requireDoneAgain(run, by);
      requireSame(run, by, partitions);
    } finally {
      cluster.restartDead();
    }
  }

  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void aDriverKilledInACheckpointGoesOnWhereItWas(Disturbed by, int partitions) throws Exception {
    Configuration conf = new Configuration();
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, dir.resolve("hdfs").toString());
    try (MiniDFSCluster hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build()) {
      hdfs.waitActive();
      String[] kept = {
        "--set", "checkpoint.dir=" + hdfs.getFileSystem().getUri() + "/checkpoints",
        "--set", "checkpoint.every=" + 2 * by.epochs + " steps"
      };
      Program killed = disturb(by, partitions, any -> killInACheckpoint(any, hdfs), kept);
      assertThat(killed.exitCode()).isEqualTo(137);
      requireWhole(hdfs.getFileSystem().getUri() + "/checkpoints", conf);
      requireResumed(by, partitions, kept);
    }
  }

  private static void killInACheckpoint(Program run, MiniDFSCluster hdfs) throws Exception {
    Path checkpoints = new Path("/checkpoints");
    while (Stream.of(hdfs.getFileSystem().listStatus(checkpoints))
        .noneMatch(file -> file.getPath().getName().matches("_tmp-.*ckpt-.*"))) {
      assertThat(run.alive()).as(run.err()).isTrue();
    }
    run.signal("KILL");
  }

  /**
   * Spark gives up who does not answer for as long as spark.network.timeout; so does a peer for
   * train.timeout. The frozen one goes on when Spark has given it up.
   */
  @ParameterizedTest
  @MethodSource("byTheAllReduceEngine")
  void aFrozenExecutorChangesNothing(Disturbed by, int partitions) throws Exception {
    Program run =
        disturb(
            by,
            partitions,
            any -> {
              ProcessHandle frozen = freeze();
              any.await("Removing executor");
              signal(frozen, "CONT");
            },
            "--verbose",
            "--set",
            "train.timeout=3 s",
            "--conf",
            "spark.network.timeout=8s",
            "--conf",
            "spark.executor.heartbeatInterval=2s",
            "--conf",
            "spark.network.timeoutInterval=1s");
    if (by == Disturbed.ALL_REDUCE) {
      assertThat(run.err()).contains("(train.timeout); doing them again");
    }
    requireSame(run, by, partitions);
  }

  /**
   * Whichever of two copies of a task ends first, its sum counts once. Spark makes no copies of
   * tasks that all run at once.
   */
  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void speculationBesideASlowHostChangesNothing(Disturbed by, int partitions) throws Exception {
    Program run =
        disturb(
            by,
            partitions,
            any -> {
              ProcessHandle slow = cluster.executors().get(0);
              int before = any.err().length();
              signal(slow, "CONT");
              for (int i = 0; i < 60 && !speculated(any, before) && any.alive(); i++) {
                reaches("STOP", slow);
                TimeUnit.MILLISECONDS.sleep(300);
                reaches("CONT", slow);
                TimeUnit.MILLISECONDS.sleep(30);
              }
              assertThat(speculated(any, before)).isEqualTo(by == Disturbed.TREE);
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
    assertThat(run.err()).doesNotContain(LOST);
    requireSame(run, by, partitions);
  }

  private static boolean speculated(Program run, int from) throws IOException {
    return SPECULATED.matcher(run.err().substring(from)).find();
  }

  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void aDecommissionedExecutorChangesNothing(Disturbed by, int partitions) throws Exception {
    Program run =
        disturb(
            by,
            partitions,
            any -> signal(cluster.executors().get(0), "PWR"),
            "--verbose",
            // A job of many steps ends there, and the next has to do without it.
            "--set",
            "checkpoint.dir=" + dir.resolve("checkpoints"),
            "--set",
            "checkpoint.every=200 steps",
            "--conf",
            "spark.decommission.enabled=true",
            "--conf",
            "spark.storage.decommission.enabled=true");
    assertThat(run.err()).contains("Decommission executors");
    requireSame(run, by, partitions);
  }

  /** What hangs is not waited for, and nothing that it did is saved. */
  @ParameterizedTest
  @MethodSource("byTheAllReduceEngine")
  void terminatedBesideAFrozenExecutorItSavesAndResumes(Disturbed by, int partitions)
      throws Exception {
    String[] kept = {
      "--set", "checkpoint.dir=" + dir.resolve("checkpoints"), "--set", "checkpoint.every=1 h"
    };
    Program run =
        disturb(
            by,
            partitions,
            any -> {
              ProcessHandle frozen = freeze();
              any.signal("TERM");
              any.exitCode(10);
              reaches("CONT", frozen);
            },
            kept);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(143);
    assertThat(run.err()).contains(", steps given up: not done within 5 s", "; saved ");
    requireResumed(by, partitions, kept);
  }
}
