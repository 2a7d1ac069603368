package io.dendrite.explain;

import io.dendrite.shards.ShardedRows;
import io.dendrite.task.ShardReader;
import io.dendrite.task.SharePass;
import io.dendrite.task.TaskSetup;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Measures how long the forward and backward passes of a task take for several numbers of rows, in
 * a Spark job like the job of a training step. Several numbers of rows are measured, since the time
 * per row is longer if there are fewer rows.
 */
public final class PassProbe {
  private static final int SMALLER = 4;
  private static final double SECONDS = 0.25;
  private static final int MOST = 500;
  private static final int LEAST = 4;

  private PassProbe() {}

  /**
   * Measures the passes in a Spark job.
   *
   * @param batch number of rows of the run's mini-batch
   * @param seed seed of the run
   */
  public static ScalingModel.Passes measure(
      JavaSparkContext spark,
      ShardedRows data,
      Broadcast<TaskSetup> setup,
      int batch,
      long seed,
      int slots) {
    int tasks = data.tasksAtOnce(slots);
    long largest = Arrays.stream(data.shardRows()).max().orElse(1);
    int[] sizes = sizes((int) Math.max(1, Math.min(batch / tasks, largest)));
    boolean weighted = data.weighted();
    Broadcast<ShardedRows.Manifest> manifest = spark.broadcast(data.manifest());
    try {
      List<double[]> all =
          data.run(
              data.allBlocks(),
              data.shardsPerGroup(slots),
              double[].class,
              (first, end, blocks) -> {
                int shard = first;
                while (shard + 1 < end
                    && manifest.value().rowsOf(shard) < sizes[sizes.length - 1]) {
                  shard++;
                }
                ShardReader reader = new ShardReader(shard, seed, manifest.value(), blocks);
                int rows = (int) manifest.value().rowsOf(shard);
                try (SharePass pass = new SharePass(setup.value(), seed, weighted)) {
                  return seconds(pass, reader, sizes, rows, setup.value());
                }
              });
      double[] mean = new double[sizes.length];
      for (int i = 0; i < mean.length; i++) {
        int size = i;
        mean[i] =
            all.stream()
                .mapToDouble(each -> each[size])
                .filter(Double::isFinite)
                .average()
                .orElse(0);
      }
      return new ScalingModel.Passes(sizes, mean);
    } finally {
      manifest.destroy();
    }
  }

  /**
   * Numbers of rows to measure, from 1 up to {@code rows}; each number is a quarter of the next
   * one.
   */
  private static int[] sizes(int rows) {
    return IntStream.iterate(rows, n -> n > 0, n -> n == 1 ? 0 : Math.max(1, n / SMALLER))
        .sorted()
        .toArray();
  }

  private static double[] seconds(
      SharePass pass, ShardReader reader, int[] sizes, int rows, TaskSetup setup) {
    float[] w = setup.net.init(1);
    float[] g = setup.borrowGradient();
    double[] seconds = new double[sizes.length];
    for (int size = sizes.length - 1; size >= 0; size--) {
      int share = sizes[size];
      if (share > rows) {
        seconds[size] = Double.NaN;
        continue;
      }
      double[] times = new double[MOST];
      int done = 0;
      long start = System.nanoTime();
      while (done < MOST && (done < LEAST || (System.nanoTime() - start) / 1e9 < SECONDS)) {
        int from = (int) ((long) done * share % (rows - share + 1));
        long before = System.nanoTime();
        pass.gradient(reader, 0, done, from, from + share, w, g);
        times[done++] = (System.nanoTime() - before) / 1e9;
      }
      // The first half of the measurements is left out, since the JVM was still warming up.
      double[] later = Arrays.copyOfRange(times, done / 2, Math.max(1, done));
      Arrays.sort(later);
      seconds[size] = later[later.length / 2];
    }
    setup.giveBackGradient(g);
    return seconds;
  }
}
