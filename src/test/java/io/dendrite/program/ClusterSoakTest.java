package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.Counts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many small steps leave nothing behind, neither in the driver nor in executors. */
@Tag("fault")
class ClusterSoakTest extends ClusterTest {
  private static final int STEPS_AN_EPOCH = 47;
  private static final int WARM = 5;
  private static final int EPOCHS = Counts.of(1000, 5000) / STEPS_AN_EPOCH + 1;
  private static final int SOME = 10;

  /** Within this Spark's records of the last thousand jobs still grow. */
  private static final long FEW_BYTES = 16 << 20;

  private static final Pattern EPOCH = Pattern.compile("epoch (\\d+)/");

  /** What a process holds. */
  private record Held(long threads, long descriptors, long heap, long broadcasts) {
    static Held by(long pid) throws IOException, InterruptedException {
      String living = jcmd(pid, "GC.class_histogram");
      return new Held(
          busy(pid),
          entries(Path.of("/proc/" + pid + "/fd")),
          count(living, "Total +\\d+ +(\\d+)"),
          count(living, "(?m)(\\d+) +\\d+ +org.apache.spark.broadcast.TorrentBroadcast$"));
    }

    boolean within(Held before) {
      return threads <= before.threads + SOME
          && descriptors <= before.descriptors + SOME
          && broadcasts <= before.broadcasts + SOME
          && heap <= before.heap + FEW_BYTES;
    }
  }

  private static long entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    }
  }

  /**
   * Number of threads, without Spark's pool threads, which come with bursts of work and end a
   * minute after.
   */
  private static long busy(long pid) throws IOException, InterruptedException {
    return jcmd(pid, "Thread.print")
        .lines()
        .filter(line -> line.startsWith("\"") && !line.startsWith("\"block-manager-"))
        .count();
  }

  /** What a histogram of the objects that live says; 0 if nothing. */
  private static long count(String histogram, String pattern) {
    Matcher found = Pattern.compile(pattern).matcher(histogram);
    return found.find() ? Long.parseLong(found.group(1)) : 0;
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process = new ProcessBuilder(jcmd, Long.toString(pid), command).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return text;
  }

  /** On the disks of driver and executors; what goes meanwhile does not count. */
  private static long bytes(Path local) {
    return FileUtil.getDU(local.toFile()) + FileUtil.getDU(cluster.local().toFile());
  }

  private static List<Held> all(Program run) throws IOException, InterruptedException {
    List<Held> all = new ArrayList<>(List.of(Held.by(run.pid())));
    for (ProcessHandle executor : cluster.executors()) {
      all.add(Held.by(executor.pid()));
    }
    return all;
  }

  /** The last epoch that was reported. */
  private static int epoch(Program run) throws IOException {
    return EPOCH
        .matcher(run.err())
        .results()
        .mapToInt(told -> Integer.parseInt(told.group(1)))
        .max()
        .orElseThrow();
  }

  private static boolean within(List<Held> now, List<Held> before) {
    boolean within = now.size() == before.size();
    for (int i = 0; within && i < now.size(); i++) {
      within = now.get(i).within(before.get(i));
    }
    return within;
  }

  /** The test command lets the other one soak in local mode only. */
  static Stream<String> engines() {
    return Stream.of("allreduce", "tree").limit(Counts.of(1, 2));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void nothingGrows(String engine) throws Exception {
    Path local = Files.createDirectory(dir.resolve("local"));
    Program run =
        disturb(
            "epoch " + WARM + "/",
            any -> {
              List<Held> before = all(any);
              assertThat(before.get(0).broadcasts).isPositive();
              long most = bytes(local) + FEW_BYTES;
              any.await("epoch " + (epoch(any) + EPOCHS) + "/");
              List<Held> after = all(any);
              long disk = bytes(local);
              // Spark lets go of things in threads of its own.
              for (int i = 0; i < 50 && (!within(after, before) || disk > most); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
                after = all(any);
                disk = bytes(local);
              }
              assertThat(within(after, before)).as("%s -> %s", before, after).isTrue();
              assertThat(disk).isLessThanOrEqualTo(most);
              any.signal("TERM");
            },
            args(
                engine,
                4,
                onCluster(
                    2,
                    epochs(
                        1_000_000,
                        "--set",
                        "checkpoint.dir=" + dir.resolve("checkpoints"),
                        // A job of many steps ends there.
                        "--set",
                        "checkpoint.every=10 steps",
                        "--conf",
                        "spark.local.dir=" + local))));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(143);
  }
}
