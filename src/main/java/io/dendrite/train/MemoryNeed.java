package io.dendrite.train;

import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The least memory that a run's arrays take, and what Spark was given. A lower bound: what is above
 * a limit cannot run at all. Cached rows do not count, since they may lie on disk.
 *
 * @param local do the driver and its tasks share one JVM?
 * @param vector bytes of one parameter vector
 * @param driverVectors such vectors that the driver holds at once
 * @param gradients of them that come from tasks at the end of a step
 * @param taskBytes in local mode activations and deltas of the tasks that run at once; on a cluster
 *     those of one task, with the parameters and its gradient
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

  /** Of a run on so many task slots, whose features go into the net as sparse rows or not. */
  static MemoryNeed of(
      JavaSparkContext spark, TrainConfig.Run run, TrainingData data, boolean sparse, int slots) {
    ShardedRows rows = data.train();
    boolean local = spark.sc().isLocal();
    int groups = rows.groups(slots);
    return of(
        local,
        (long) spark.sc().executorMemory() << 20,
        spark.getConf().getSizeAsBytes("spark.driver.maxResultSize", "0"),
        run,
        data.net(),
        sparse,
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
      boolean local,
      long executorHeap,
      long resultLimit,
      TrainConfig.Run run,
      Net net,
      boolean sparse,
      long rows,
      int shards,
      int groups,
      int tasksAtOnce) {
    // A shard without a row in the step has no gradient and no buffers.
    long batch = Math.min(run.batch(), rows);
    int active = (int) Math.min(batch, shards);
    int gradients = Math.min(groups, active);
    long vector = 4L * net.parameters();
    // The parameters, the optimiser's state, the gradients, and the best parameters so far.
    long vectors = 1 + run.rule().slots().size() + gradients + (run.patience() > 0 ? 1 : 0);
    int chunk = (int) Math.min(run.chunk(), batch / active);
    long task = Workspace.bytes(net, true, sparse, chunk);
    long heap = Runtime.getRuntime().maxMemory();
    if (local) {
      long tasks = Math.min(tasksAtOnce, active) * task;
      return new MemoryNeed(true, vector, vectors, gradients, tasks, 0, heap, 0);
    }
    return new MemoryNeed(
        false, vector, vectors, gradients, 2 * vector + task, resultLimit, heap, executorHeap);
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
            + RunPlan.size(vector)
            + " (parameters, optimiser, gradients)"
            + (local ? " and " + RunPlan.size(taskBytes) + " for tasks" : "");
    limit("the driver's heap", driverBytes(), parts, driverHeap, "--driver-memory");
    if (!local) {
      String each = "parameters, gradient, activations and deltas of one task";
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
            + RunPlan.size(given)
            + ", but the run needs at least "
            + RunPlan.size(needed)
            + ": "
            + parts
            + "; raise "
            + option
            + ", or choose a smaller network or train.chunk");
  }
}
