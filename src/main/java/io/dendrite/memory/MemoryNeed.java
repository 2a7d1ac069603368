package io.dendrite.memory;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;

/**
 * The least memory that the arrays of a run need, for a comparison with the memory limits with
 * which Spark was started. The memory computed here is a lower bound: if it exceeds a limit, the
 * run is not possible. Cached rows are not included, since Spark may store them on disk.
 *
 * @param vector size of one parameter vector in bytes
 * @param driverVectors number of vectors, each as long as the parameter vector, that the driver
 *     holds at the same time
 * @param results number of vectors, each as long as the parameter vector, in the results of one job
 * @param taskBytes size in bytes of the activations and deltas of all tasks that run at the same
 *     time, in local mode or on one executor; for an executor, parameters, optimiser state and
 *     gradients are included
 */
public record MemoryNeed(
    MemoryGiven given, long vector, long driverVectors, int results, long taskBytes) {
  /**
   * Memory that OpenBLAS uses outside of the heap for each task, as measured with 1 to 8 threads.
   */
  private static final long NATIVE_BYTES = 2L << 20;

  private static final long LONGEST_ARRAY = Integer.MAX_VALUE - 8L;

  /**
   * The memory that a run with a given engine needs; features go into the network either as sparse
   * or as dense rows.
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
        // The copies of the parameters are: the best parameters so far, the parameters that an
        // evaluation uses, and the networks of an ensemble.
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
    // Only shards that have rows in the mini-batch have a gradient and buffers.
    long batch = Math.min(run.batch(), rows);
    int active = (int) Math.min(batch, shards);
    int gradients = engine.precision() * Math.min(engine.gradients(), active);
    long vector = 4L * net.parameters();
    int state = 1 + run.optimizer().slots().size();
    int chunk = (int) Math.min(run.chunk(), batch / active);
    // A pass in double precision also needs buffers in single precision, since rows are first
    // loaded in single precision.
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
   * Checks that the parameters of all networks together fit into one array, since all parameters
   * are sent to the executors as the bytes of one array.
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

  /**
   * The bytes that the run needs in the driver's heap; in local mode, the memory of the tasks is
   * included.
   */
  public long driverBytes() {
    return driverVectors * vector + (given.local() ? taskBytes : 0);
  }

  /** The bytes that the run needs on an executor outside of the executor's heap. */
  public long nativeBytes() {
    return given.tasksPerExecutor() * NATIVE_BYTES;
  }

  /** The size in bytes of all results of a job together. */
  public long resultBytes() {
    return results * vector;
  }

  /**
   * Throws an exception if the run cannot fit into memory.
   *
   * @throws DataException if the run needs more memory than a limit allows; the message gives the
   *     needed memory and the limit
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
          "on a cluster the parameters are sent as one array of at most "
              + ByteSize.text(LONGEST_ARRAY)
              + ", but the network has "
              + ByteSize.text(vector)
              + " of parameters; choose a smaller network, or run in local mode");
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
          "--conf spark.executor.memoryOverhead, or choose fewer --executor-cores");
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
