package io.dendrite.explain;

import io.dendrite.config.TrainConfig;
import io.dendrite.engine.StepTimes;
import io.dendrite.engine.TreeReduction;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.shards.TrainingData;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Predicts how long a training step takes on n executors of the present kind, from measured times
 * and from the numbers of bytes and messages of a step:
 *
 * <pre>
 * tasks       t(n) = min(n c, batch)
 * all-reduce  T(n) = C(batch / t) + U + e + 3 m (n - 2) + 8 p (n - 1) / (n B)    (n = 1: C + U)
 * tree        T(n) = C(batch / t) + U + J + s t + 4 p (2 + r(t) + a(t)) / S
 * </pre>
 *
 * <p>c is the number of tasks of an executor, p the number of parameters, of 4 bytes each. C(rows)
 * is the time of a task's forward and backward passes over its rows. C is measured in training
 * steps; for other numbers of rows, C is scaled by the times that {@link PassProbe} measured for
 * several numbers of rows. U is the time of summing gradients and updating parameters, measured in
 * training steps. e is the time of a step's messages between two executors, without the time for
 * the bytes of vectors. m is the additional time for one kind of message for each further executor.
 * B is the number of bytes per second that an executor sends while it receives bytes at an equal
 * rate. J is the time of an empty Spark job with an empty broadcast; s is the additional time for
 * each task; S is the number of bytes per second at which Spark moves vectors to and from tasks.
 * r(t) is the number of gradients that the driver receives. a(t) is the number of gradients that a
 * task on an executor adds before the driver receives their sum; it is 0 if there are no such
 * tasks. The model assumes that an executor sends one vector, the sum of the gradients of all its
 * shards. The assumption of one vector holds if the number of shards is the same power of two on
 * each executor. With other numbers of shards, an executor sends one more vector for each further
 * subtree of the sum over shards.
 *
 * @param parameters p, the number of parameters
 * @param tasksPerExecutor c, the number of tasks of an executor
 * @param passes C, the time of a task's forward and backward passes for several numbers of rows
 * @param updateSeconds U, the time of summing gradients and updating parameters
 */
public record ScalingModel(
    long parameters,
    int batch,
    int tasksPerExecutor,
    Passes passes,
    double updateSeconds,
    Network network,
    Jobs jobs) {
  /**
   * Doubling the number of executors must save at least this fraction of a step's time to be worth
   * its cost.
   */
  private static final double LEAST_GAIN = 0.1;

  /** The largest number of executors that predictions consider. */
  public static final int MOST = 1024;

  /**
   * How long the forward and backward passes of a task take for several numbers of rows.
   *
   * @param rows numbers of rows with a measured time, ascending
   * @param seconds measured time for each number of rows
   */
  public record Passes(int[] rows, double[] seconds) {
    /**
     * A copy of these times, all multiplied by one factor, so that {@code n} rows take the time
     * {@code measured}.
     */
    Passes taking(double measured, double n) {
      double factor = measured > 0 && of(n) > 0 ? measured / of(n) : 1;
      return new Passes(rows, Arrays.stream(seconds).map(s -> s * factor).toArray());
    }

    /**
     * Seconds that a task's forward and backward passes take for {@code n} rows, by linear
     * interpolation between measured numbers of rows.
     */
    double of(double n) {
      int last = rows.length - 1;
      if (n >= rows[last]) {
        return seconds[last] * n / rows[last];
      }
      int above = 0;
      while (rows[above] < n) {
        above++;
      }
      if (above == 0) {
        return seconds[0];
      }
      double share = (n - rows[above - 1]) / (rows[above] - rows[above - 1]);
      return seconds[above - 1] + share * (seconds[above] - seconds[above - 1]);
    }
  }

  /**
   * The measured times of messages between executors.
   *
   * @param exchange e, the time of a step's messages between two executors, without the time for
   *     the bytes of vectors, in seconds
   * @param message m, the additional time for one kind of message for each further executor, in
   *     seconds
   * @param bytesPerSecond B, the bytes per second that an executor sends while it receives bytes at
   *     an equal rate
   * @param between text that says between which JVMs the times were measured
   */
  public record Network(double exchange, double message, double bytesPerSecond, String between) {}

  /**
   * The measured times of Spark jobs.
   *
   * @param job J, the time of an empty job, in seconds
   * @param task s, the additional time of a job for each task, in seconds
   * @param bytesPerSecond S, the bytes per second at which Spark moves vectors to and from tasks
   */
  public record Jobs(double job, double task, double bytesPerSecond) {}

  /**
   * Builds the model from the times of a step and from the measurements of the probes.
   *
   * @param rows number of rows of the measured step that one task processed
   */
  public static ScalingModel of(
      TrainingData data,
      TrainConfig.Run run,
      MemoryGiven given,
      double rows,
      StepTimes times,
      Passes passes,
      Network network,
      Jobs jobs) {
    return new ScalingModel(
        data.net().parameters(),
        (int) Math.min(run.batch(), data.train().rows()),
        given.tasksPerExecutor(),
        passes.taking(times.load() + times.forward() + times.backward(), rows),
        times.aggregate() + times.update(),
        network,
        jobs);
  }

  /** Predicted seconds of a step of the all-reduce engine on a number of executors. */
  public double allReduce(int executors) {
    return allReduce(executors, Integer.MAX_VALUE);
  }

  /**
   * Predicted seconds of a step of the all-reduce engine if all executors together have only {@code
   * cores} cores, so that tasks take turns.
   */
  public double allReduce(int executors, int cores) {
    double seconds = passes(executors) + updateSeconds;
    if (executors > 1) {
      double others = executors - 1.0;
      seconds +=
          network.exchange()
              + 3 * network.message() * (executors - 2)
              + 8 * parameters * others / executors / network.bytesPerSecond();
    }
    return seconds * turns(executors, cores);
  }

  /** Predicted seconds of a step of the tree engine on a number of executors. */
  public double tree(int executors) {
    return tree(executors, Integer.MAX_VALUE);
  }

  /**
   * Predicted seconds of a step of the tree engine if all executors together have only {@code
   * cores} cores, so that tasks take turns.
   */
  public double tree(int executors, int cores) {
    int tasks = tasks(executors);
    int received = TreeReduction.received(tasks);
    int adds = received < tasks ? (tasks + received - 1) / received : 0;
    double seconds =
        passes(executors)
            + jobs.task() * tasks
            + 4.0 * parameters * (2 + received + adds) / jobs.bytesPerSecond();
    return seconds * turns(executors, cores) + updateSeconds + jobs.job();
  }

  private double passes(int executors) {
    return passes.of((double) batch / tasks(executors));
  }

  private double turns(int executors, int cores) {
    return Math.max(1, (double) tasks(executors) / cores);
  }

  private int tasks(int executors) {
    return (int) Math.min((long) executors * tasksPerExecutor, batch);
  }

  /**
   * The smallest number of executors for which doubling the number would save less than a tenth of
   * a step's time; at most 1,024.
   */
  public static int stops(IntToDoubleFunction seconds) {
    int executors = 1;
    while (executors < MOST
        && seconds.applyAsDouble(2 * executors)
            < (1 - LEAST_GAIN) * seconds.applyAsDouble(executors)) {
      executors *= 2;
    }
    return executors;
  }
}
