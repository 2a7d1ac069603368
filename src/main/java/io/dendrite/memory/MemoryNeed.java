package io.dendrite.memory;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;

/**
 * The least memory that a run's arrays take, compared with the memory limits with which Spark was
 * started. The memory computed here is a lower bound: if it exceeds a limit, the run is not
 * possible. Cached rows do not count, since they may lie on disk.
 *
 * @param vector size of one parameter vector in bytes
 * @param driverVectors number of parameter vectors that the driver holds at once
 * @param results number of parameter vectors in the results of one job
 * @param taskBytes size in bytes of the activations and deltas of the tasks that run at once, in
 *     local mode or on one executor; on an executor it includes the tasks' parameters and gradients
 */
public record MemoryNeed(
    MemoryGiven given, long vector, long driverVectors, int results, long taskBytes) {
  /**
   * Memory that OpenBLAS takes outside of the heap for each task, as measured with 1 to 8 threads.
   */
  private static final long NATIVE_BYTES = 2L << 20;

  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /**
   * The memory that a run with a given engine needs if features go into the network as sparse or
   * dense rows.
   */
  public static MemoryNeed of(
      MemoryGiven given,
      EngineNeed engine,
      TrainConfig.Run run,
      TrainingData data,
      boolean sparse) {
    requireOneArray(data.net().parameters(), run.ensemble(), given);
    ShardedRows rows = data.train();
    boolean evaluates = data.validation() != null || data.test() != null;
    return of(
        given,
        run,
        data.net(),
        sparse,
        rows.rows(),
        rows.layout().shards(),
        engine,
        // Copies counted here: the best parameters so far, the parameters that an evaluation uses,
        // and the networks of an ensemble.
        (run.patience() > 0 ? 1 : 0)
            + (evaluates ? run.ensemble() : 0)
            + (run.ensemble() > 1 ? run.ensemble() : 0));
  }

  /**
   * The memory that a run needs.
   *
   * @param sparse whether features go into the network as sparse rows
   * @param copies number of copies of the parameters besides those that the engine holds
   */
  public static MemoryNeed of(
      MemoryGiven given,
      TrainConfig.Run run,
      Net net,
      boolean sparse,
      long rows,
      int shards,
      EngineNeed engine,
      int copies) {
    // Only shards with rows in the step have a gradient and buffers.
    long batch = Math.min(run.batch(), rows);
    int active = (int) Math.min(batch, shards);
    int gradients = engine.precision() * Math.min(engine.gradients(), active);
    long vector = 4L * net.parameters();
    int state = 1 + run.optimizer().slots().size();
    int chunk = (int) Math.min(run.chunk(), batch / active);
    // A pass in double precision needs space for its rows in single precision too, since they are
    // loaded in it first.
    int spaces = engine.precision() == 1 ? 1 : 3;
    long tasks =
        spaces * Math.min(engine.tasks(), active) * Workspace.bytes(net, true, sparse, chunk);
    if (!given.local()) {
      int parameters = Math.max(1, engine.executorStates() * state);
      int sums = engine.precision() * Math.min(engine.executorGradients(), active);
      tasks += (parameters + sums) * vector;
    }
    long held = (1L + engine.states()) * state + gradients + copies;
    int results = engine.returnsState() ? state : gradients;
    return new MemoryNeed(given, vector, held, results, tasks);
  }

  /**
   * Checks that the parameters of all networks fit into one array, since they are sent to the
   * executors as the bytes of one array.
   */
  public static void requireOneArray(int parameters, int networks, MemoryGiven given) {
    long most = given.local() ? LONGEST_ARRAY : LONGEST_ARRAY / Float.BYTES;
    if (networks > 1 && (long) parameters * networks > most) {
      throw new DataException(
          "train.ensemble is "
              + networks
              + ", but at most "
              + most / parameters
              + " networks of "
              + parameters
              + " parameters fit into one array; choose fewer, or a smaller network");
    }
  }

  /** The bytes that the run needs in the driver's heap, including tasks in local mode. */
  public long driverBytes() {
    return driverVectors * vector + (given.local() ? taskBytes : 0);
  }

  /** The bytes that the run needs on an executor outside of its heap. */
  public long nativeBytes() {
    return given.tasksPerExecutor() * NATIVE_BYTES;
  }

  /** The size in bytes of all results of a job together. */
  public long resultBytes() {
    return results * vector;
  }

  /**
   * Refuses a run that cannot fit into memory.
   *
   * @throws DataException with the need and the limit, if a run needs more than a limit
   */
  public void check() {
    String parts =
        driverVectors
            + " vectors of "
            + ByteSize.text(vector)
            + " (parameters, optimiser, gradients)"
            + (given.local() ? " and " + ByteSize.text(taskBytes) + " for tasks" : "");
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
              + ByteSize.text(LONGEST_ARRAY)
              + ", but the network has "
              + ByteSize.text(vector)
              + " of them; choose a smaller network, or run in local mode");
    }
    limit(
        "an executor's heap",
        taskBytes,
        "parameters, optimiser, gradients, activations and deltas of the tasks that it runs at once",
        given.executorHeap(),
        "--executor-memory, or choose a smaller network or train.chunk");
    if (given.results() > 0) {
      limit(
          "spark.driver.maxResultSize",
          resultBytes(),
          results + " vectors of " + ByteSize.text(vector) + " in the results of a job",
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
              + ByteSize.text(given)
              + ", but the run needs at least "
              + ByteSize.text(needed)
              + ": "
              + parts
              + "; raise "
              + option);
    }
  }
}
