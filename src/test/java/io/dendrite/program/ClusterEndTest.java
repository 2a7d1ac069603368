package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a run on a cluster cannot survive: it ends with one sentence, and its checkpoints stay. */
@Tag("fault")
class ClusterEndTest extends ClusterTest {
  /** The rows are lost with all executors, and read again from what is another file by now. */
  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void aFileThatChangedUnderARunEndsIt(Disturbed by, int partitions) throws Exception {
    Path rows = dir.resolve("rows.csv");
    String lines = csv(3000, 41);
    Files.writeString(rows, lines);
    Program run =
        disturb(
            by,
            partitions,
            any -> {
              Files.writeString(rows, lines.replace("\n7,", "\n8,"));
              killExecutors();
              any.exitCode(60);
            },
            csv(rows.toString(), kept(by)));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(last(run))
        .startsWith("dendrite: ")
        .contains("the data changed while the run was going on: shard ");
    requireCheckpoints();
  }

  /** Rows are lost with all executors; what they are read from kills each that tries. */
  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void aPartitionThatAlwaysKillsItsTaskEndsTheRunAndNotItsCheckpoints(Disturbed by, int partitions)
      throws Exception {
    Path rows = Files.createDirectory(dir.resolve("rows"));
    for (int part = 0; part < 4; part++) {
      Files.writeString(rows.resolve(part + ".csv"), csv(750, 41 + part));
    }
    Path deadly = Files.createDirectory(dir.resolve("deadly"));
    String[] kept =
        csv(
            "deadly:" + rows,
            Program.with(
                kept(by),
                Program.knowing(
                    DeadlyFileSystem.class,
                    "--conf",
                    "spark.hadoop.fs.deadly.impl=" + DeadlyFileSystem.class.getName(),
                    "--conf",
                    "spark.hadoop.dendrite.deadly=" + deadly)));
    Program run =
        disturb(
            by,
            partitions,
            any -> {
              Files.createFile(deadly.resolve("2.csv"));
              killExecutors();
              any.exitCode(60);
            },
            kept);
    assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
    assertThat(last(run))
        .startsWith("dendrite: the task of partition 2 failed 4 times, the last time on 127.0.0.");
    assertThat(dir.resolve("model")).doesNotExist();

    Files.delete(deadly.resolve("2.csv"));
    String[] local = csv(rows.toString(), epochs(by.epochs, "--master", "local[2]"));
    requireResumed(Program.run(dir, args("auto", partitions, local)).json(), by, partitions, kept);
  }

  /** Checkpoints are saved from time to time. */
  private String[] kept(Disturbed by) {
    return new String[] {
      "--set", "checkpoint.dir=" + dir.resolve("checkpoints"),
      "--set", "checkpoint.every=" + 2 * by.epochs + " steps"
    };
  }

  /** Those that were saved are whole. */
  private void requireCheckpoints() throws IOException {
    requireWhole(dir.resolve("checkpoints").toString(), new Configuration());
  }

  private static String csv(int rows, int period) {
    StringBuilder lines = new StringBuilder("x,y,label\n");
    for (int i = 0; i < rows; i++) {
      lines.append(i % period).append(',').append(i % 37).append(',').append(i % 2).append('\n');
    }
    return lines.toString();
  }

  /** The options of a run that reads such rows. */
  private static String[] csv(String file, String... more) {
    return Program.with(
        more,
        "--set",
        "data.train=" + file,
        "--set",
        "data.label=label",
        "--set",
        "network.layers=[\"inner-product 2\"]");
  }

  /** The last line that a run has said. */
  private static String last(Program run) throws IOException {
    return run.err().strip().lines().reduce((a, b) -> b).orElseThrow();
  }

  /** One host pins an older kernel than the others have. */
  @Test
  void executorsWithDifferentKernelsAreRefusedAndNamed() throws Exception {
    cluster.restart(1, Map.of("OPENBLAS_CORETYPE", "Prescott"));
    try {
      Program run = Program.run(dir, args("auto", 4, onCluster(3, epochs(1))));
      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(last(run))
          .contains("executors compute with different kernels")
          .containsPattern("[:,] [^ ,]+ \\(executor \\d\\) with OpenBLAS \\S+ \\(Prescott\\)");
    } finally {
      cluster.restart(1, Map.of());
    }
  }

  /** An executor that comes later looks, too, what it would compute with. */
  @ParameterizedTest
  @MethodSource("byTheTreeEngine")
  void aWorkerThatComesBackWithAnotherKernelIsNamed(Disturbed by, int partitions) throws Exception {
    Path own = Files.createDirectory(dir.resolve("cluster"));
    try (StandaloneCluster one = new StandaloneCluster(own, 1, 1)) {
      List<String> args = new ArrayList<>(one.options(1, StandaloneCluster.QUICK));
      args.addAll(List.of(epochs(by.epochs, kept(by))));
      Program run =
          disturb(
              "epoch %d/%d".formatted(by.epoch, by.epochs),
              any -> {
                one.restart(0, Map.of("OPENBLAS_CORETYPE", "Prescott"));
                any.exitCode(60);
              },
              args(by.engine, partitions, args.toArray(String[]::new)));
      assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
      assertThat(last(run)).contains(" computes with OpenBLAS ", "(Prescott), but the run with ");
      requireCheckpoints();
    }
  }
}
