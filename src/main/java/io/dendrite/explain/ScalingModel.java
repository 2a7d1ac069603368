package io.dendrite.explain;

import io.dendrite.config.TrainConfig;
import io.dendrite.engine.StepTimes;
import io.dendrite.engine.TreeReduction;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.shards.TrainingData;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How long a step takes on n executors like these, by what was measured here; the rest is counted.
 *
 * <pre>
 * tasks       t(n) = min(n c, batch)
 * all-reduce  T(n) = C(batch / t) + U + e + 3 m (n - 2) + 8 p (n - 1) / (n B)    (n = 1: C + U)
 * tree        T(n) = C(batch / t) + U + J + s t + 4 p (2 + r(t) + a(t)) / S
 * </pre>
 *
 * <p>c: tasks of an executor. p: parameters, of 4 bytes. C: the passes over a task's rows, measured
 * in steps, and for other numbers of rows in proportion to what a probe of several took; U: sums
 * and update, measured in steps. e: the messages of a step between two executors, without their
 * numbers; m: one kind of them for an executor more; B: bytes a second that an executor sends while
 * it receives as many. J: a Spark job with a broadcast, both empty; s: a task more; S: bytes a
 * second at which Spark moves vectors to and from tasks; r(t): gradients that come to the driver;
 * a(t): those that a task adds before, if it does. The shards of an executor are taken to sum to
 * one vector, as they do where each has the same power of two of them; else it sends one more for
 * each further subtree.
 *
 * @param parameters p
 * @param tasksPerExecutor c
 * @param passes C
 * @param updateSeconds U
 */
public record ScalingModel(
    long parameters,
    int batch,
    int tasksPerExecutor,
    Passes passes,
    double updateSeconds,
    Network network,
    Jobs jobs) {
  /** Doubling the executors is not worth it if that saves less than this share of a step. */
  private static final double LEAST_GAIN = 0.1;

  /** The largest number of executors considered. */
  public static final int MOST = 1024;

  /**
   * What the passes of a task cost.
   *
   * @param rows some numbers of rows, ascending
   * @param seconds for each
   */
  public record Passes(int[] rows, double[] seconds) {
    /** Scaled so that n rows take a time that was measured. */
    Passes taking(double measured, double n) {
      double factor = measured > 0 && of(n) > 0 ? measured / of(n) : 1;
      return new Passes(rows, Arrays.stream(seconds).map(s -> s * factor).toArray());
    }

    /** Seconds for a number of rows, between those measured by linear interpolation. */
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
   * What messages between executors cost.
   *
   * @param exchange e, in seconds
   * @param message m, in seconds, for one kind of message
   * @param bytesPerSecond B
   * @param between how it was measured
   */
  public record Network(double exchange, double message, double bytesPerSecond, String between) {}

  /**
   * What Spark's jobs cost.
   *
   * @param job J, in seconds
   * @param task s, in seconds
   * @param bytesPerSecond S
   */
  public record Jobs(double job, double task, double bytesPerSecond) {}

  /**
   * Derived from a step and from measurements.
   *
   * @param rows number of the step's rows that went through one task
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

  /** Seconds of a step of the all-reduce engine. */
  public double allReduce(int executors) {
    return allReduce(executors, Integer.MAX_VALUE);
  }

  /** The same if all executors together have only {@code cores} cores, and so take turns. */
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

  /** Seconds of a step of the tree engine. */
  public double tree(int executors) {
    return tree(executors, Integer.MAX_VALUE);
  }

  /** The same if all executors together have only {@code cores} cores, and so take turns. */
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
   * The number of executors from which doubling saves less than a tenth of a step; 1,024 if no
   * smaller number does.
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
