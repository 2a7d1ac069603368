package io.dendrite.train;

import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The least memory that a run's arrays take, and what Spark was given. A lower bound: what is above
 * a limit cannot run at all. Cached rows do not count, since they may lie on disk.
 *
 * @param local do the driver and its tasks share one JVM?
 * @param vector bytes of one parameter vector
 * @param driverVectors such vectors that the driver holds at once
 * @param gradients of them that come from tasks at the end of a step
 * @param taskBytes of the tasks that run at once in one JVM: activations, deltas, and the gradient
 *     on a cluster
 * @param resultLimit {@code spark.driver.maxResultSize}, 0 for none
 * @param driverHeap bytes
 * @param executorHeap bytes; not used in local mode
 */
record MemoryNeed(
    boolean local,
    long vector,
    long driverVectors,
    int gradients,
    long taskBytes,
    long resultLimit,
    long driverHeap,
    long executorHeap) {

  /** Of a run on so many task slots. */
  static MemoryNeed of(JavaSparkContext spark, TrainConfig config, TrainingData data, int slots) {
    ShardedRows rows = data.train();
    boolean local = spark.sc().isLocal();
    int groups = rows.groups(slots);
    return of(
        spark.getConf(),
        local,
        config.run(),
        data.net(),
        config.data().sparseInput(data.encoding(), data.net()),
        rows.rows(),
        rows.layout().shards(),
        local ? groups : TreeReduction.received(groups),
        rows.tasksAtOnce(slots));
  }

  /**
   * Of a run.
   *
   * @param groups gradient vectors that wait for the driver at the end of a step
   * @param sparse do features go into the net as sparse rows?
   */
  static MemoryNeed of(
      SparkConf conf,
      boolean local,
      TrainConfig.Run run,
      Net net,
      boolean sparse,
      long rows,
      int shards,
      int groups,
      int tasksAtOnce) {
    long vector = 4L * net.parameters();
    // The parameters, the optimiser's state, the gradients, and the best parameters so far.
    long vectors = 1 + run.rule().slots().size() + groups + (run.patience() > 0 ? 1 : 0);
    long share = (Math.min(run.batch(), rows) + shards - 1) / shards;
    int chunk = (int) Math.min(run.chunk(), share);
    long task = Workspace.bytes(net, true, sparse, chunk);
    if (local) {
      return new MemoryNeed(
          true,
          vector,
          vectors,
          groups,
          tasksAtOnce * task,
          0,
          Runtime.getRuntime().maxMemory(),
          0);
    }
    int tasks =
        Math.max(1, conf.getInt("spark.executor.cores", 1) / conf.getInt("spark.task.cpus", 1));
    return new MemoryNeed(
        false,
        vector,
        // And the copy that is broadcast.
        vectors + 1,
        groups,
        vector + tasks * (task + vector),
        conf.getSizeAsBytes("spark.driver.maxResultSize", "0"),
        Runtime.getRuntime().maxMemory(),
        conf.getSizeAsBytes("spark.executor.memory", "1g"));
  }

  /** Of the driver, tasks included in local mode. */
  long driverBytes() {
    return driverVectors * vector + (local ? taskBytes : 0);
  }

  /**
   * Refuses what cannot fit.
   *
   * @throws DataException with the numbers
   */
  void check() {
    String parts =
        driverVectors
            + " vectors of "
            + size(vector)
            + " (parameters, optimiser, gradients)"
            + (local ? " and " + size(taskBytes) + " for tasks" : "");
    limit("the driver's heap", driverBytes(), parts, driverHeap, "--driver-memory");
    if (!local) {
      String each = "parameters, and for each task gradient, activations and deltas";
      limit("an executor's heap", taskBytes, each, executorHeap, "--executor-memory");
      long resultBytes = gradients * vector;
      if (resultLimit > 0 && resultBytes > resultLimit) {
        throw tooLittle(
            "spark.driver.maxResultSize",
            resultBytes,
            "the gradients of a step",
            resultLimit,
            "--conf spark.driver.maxResultSize (0 for no limit)");
      }
    }
  }

  private static void limit(String what, long needed, String parts, long given, String option) {
    if (needed > given) {
      throw tooLittle(what, needed, parts, given, option);
    }
  }

  private static DataException tooLittle(
      String what, long needed, String parts, long given, String option) {
    return new DataException(
        what
            + " is "
            + size(given)
            + ", but the run needs at least "
            + size(needed)
            + ": "
            + parts
            + "; raise "
            + option
            + ", or choose a smaller network or train.chunk");
  }

  /** A number of bytes for people. */
  static String size(long bytes) {
    return bytes >= 1 << 30
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1 << 30))
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
