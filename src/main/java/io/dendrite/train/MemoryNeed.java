package io.dendrite.train;

import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The least memory that a run's arrays take, and what Spark was given. A lower bound: what is above
 * a limit cannot run at all. Cached rows do not count, since they may lie on disk.
 *
 * @param vector bytes of one parameter vector
 * @param driverVectors such vectors that the driver holds at once
 * @param gradients of them that come from tasks at the end of a step
 * @param taskBytes in local mode activations and deltas of the tasks that run at once; on a cluster
 *     those of one task, with the parameters and its gradient
 */
public record MemoryNeed(
    MemoryGiven given, long vector, long driverVectors, int gradients, long taskBytes) {
  /** What OpenBLAS takes outside of the heap for each task, as measured with 1 to 8 threads. */
  private static final long NATIVE_BYTES = 2L << 20;

  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /** Of a run on so many task slots, whose features go into the net as sparse rows or not. */
  static MemoryNeed of(
      JavaSparkContext spark, TrainConfig.Run run, TrainingData data, boolean sparse, int slots) {
    MemoryGiven given = MemoryGiven.of(spark);
    ShardedRows rows = data.train();
    int shards = rows.layout().shards();
    if (Engines.allReduce(spark, run)) {
      int tasks = Math.min(shards, slots);
      // A task of several shards sums one after the other.
      int gradients = tasks * Math.min(2, (shards + tasks - 1) / tasks);
      return of(given, run, data.net(), sparse, rows.rows(), shards, gradients, tasks, 2);
    }
    int groups = rows.groups(slots);
    int gradients = given.local() ? groups : TreeReduction.received(groups);
    int tasks = rows.tasksAtOnce(slots);
    return of(given, run, data.net(), sparse, rows.rows(), shards, gradients, tasks, 1);
  }

  /**
   * Of a run.
   *
   * @param sparse do features go into the net as sparse rows?
   * @param groups gradient vectors that wait to be summed at the end of a step
   * @param states how often parameters and optimiser state are held
   */
  static MemoryNeed of(
      MemoryGiven given,
      TrainConfig.Run run,
      Net net,
      boolean sparse,
      long rows,
      int shards,
      int groups,
      int tasksAtOnce,
      int states) {
    // A shard without a row in the step has no gradient and no buffers.
    long batch = Math.min(run.batch(), rows);
    int active = (int) Math.min(batch, shards);
    int gradients = Math.min(groups, active);
    long vector = 4L * net.parameters();
    // The parameters, the optimiser's state, the gradients, and the best parameters so far.
    long state = states * (1L + run.rule().slots().size());
    long vectors = state + gradients + (run.patience() > 0 ? 1 : 0);
    int chunk = (int) Math.min(run.chunk(), batch / active);
    long task = Workspace.bytes(net, true, sparse, chunk);
    long tasks = given.local() ? Math.min(tasksAtOnce, active) * task : 2 * vector + task;
    return new MemoryNeed(given, vector, vectors, gradients, tasks);
  }

  /** Of the driver's heap, tasks included in local mode. */
  public long driverBytes() {
    return driverVectors * vector + (given.local() ? taskBytes : 0);
  }

  /** Of an executor's memory outside of its heap. */
  public long nativeBytes() {
    return given.tasksPerExecutor() * NATIVE_BYTES;
  }

  /** Of all results of a step's job. */
  public long resultBytes() {
    return gradients * vector;
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
            + (given.local() ? " and " + RunPlan.size(taskBytes) + " for tasks" : "");
    limit(
        "the driver's heap",
        driverBytes(),
        parts,
        given.driverHeap(),
        "--driver-memory, or choose a smaller network or train.chunk");
    if (given.local()) {
      return;
    }
    if (vector > LONGEST_ARRAY) {
      throw new DataException(
          "on a cluster the parameters travel as one array of at most "
              + RunPlan.size(LONGEST_ARRAY)
              + ", but the network has "
              + RunPlan.size(vector)
              + " of them; choose a smaller network, or run in local mode");
    }
    limit(
        "an executor's heap",
        taskBytes,
        "parameters, gradient, activations and deltas of one task",
        given.executorHeap(),
        "--executor-memory, or choose a smaller network or train.chunk");
    if (given.results() > 0) {
      limit(
          "spark.driver.maxResultSize",
          resultBytes(),
          "the gradients of a step",
          given.results(),
          "--conf spark.driver.maxResultSize (0 for no limit), or choose a smaller network");
    }
    if (given.executorOverhead() > 0) {
      limit(
          "spark.executor.memoryOverhead",
          nativeBytes(),
          "the matrix products of " + given.tasksPerExecutor() + " tasks",
          given.executorOverhead(),
          "it, or choose fewer --executor-cores");
    }
  }

  private static void limit(String what, long needed, String parts, long given, String option) {
    if (needed > given) {
      throw new DataException(
          what
              + " is "
              + RunPlan.size(given)
              + ", but the run needs at least "
              + RunPlan.size(needed)
              + ": "
              + parts
              + "; raise "
              + option);
    }
  }
}
