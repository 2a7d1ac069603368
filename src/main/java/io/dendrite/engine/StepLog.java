package io.dendrite.engine;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The losses, norms and times of the steps of a job: written by one task, read by the driver while
 * the job runs. The log is a preallocated array of numbers, so that writing allocates nothing.
 */
public final class StepLog implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int LOSS = 0;
  private static final int NORM = 1;
  private static final int SECONDS = 2;
  private static final int LOAD = 3;
  private static final int FORWARD = 4;
  private static final int BACKWARD = 5;
  private static final int AGGREGATE = 6;
  private static final int UPDATE = 7;
  private static final int WIDTH = 8;

  private final double[] values;
  private volatile int steps;
  private volatile boolean nonFinite;

  public StepLog(int most) {
    values = new double[most * WIDTH];
  }

  /**
   * Writes the numbers of the next step. Times are in nanoseconds. For times that each task
   * measures itself, the mean over the tasks is given.
   */
  public void add(
      double loss,
      double norm,
      long nanos,
      double load,
      double forward,
      double backward,
      double aggregate,
      double update) {
    int at = steps * WIDTH;
    values[at + LOSS] = loss;
    values[at + NORM] = norm;
    values[at + SECONDS] = 1e-9 * nanos;
    values[at + LOAD] = 1e-9 * load;
    values[at + FORWARD] = 1e-9 * forward;
    values[at + BACKWARD] = 1e-9 * backward;
    values[at + AGGREGATE] = 1e-9 * aggregate;
    values[at + UPDATE] = 1e-9 * update;
    steps++;
  }

  /** Returns the logged numbers of step {@code step} and of all later steps, as one array. */
  public double[] since(int step) {
    return Arrays.copyOfRange(values, step * WIDTH, steps * WIDTH);
  }

  /**
   * Appends the logged numbers of the steps from {@code step} on, which come from another log; no
   * step is added twice.
   */
  public void append(int step, double[] numbers) {
    if (step <= steps && step + numbers.length / WIDTH > steps) {
      System.arraycopy(numbers, 0, values, step * WIDTH, numbers.length);
      steps = step + numbers.length / WIDTH;
    }
  }

  /** Records that the next step was not taken, since its loss or gradient is not finite. */
  public void endNonFinite() {
    nonFinite = true;
  }

  /** True if the job ended before a step because its loss or gradient is not finite. */
  public boolean nonFinite() {
    return nonFinite;
  }

  /** Number of steps written so far. */
  public int steps() {
    return steps;
  }

  public double loss(int i) {
    return values[i * WIDTH + LOSS];
  }

  public double norm(int i) {
    return values[i * WIDTH + NORM];
  }

  public double seconds(int i) {
    return values[i * WIDTH + SECONDS];
  }

  /**
   * How much time each part of a step took. The time for sending, and for waiting for other tasks,
   * counts as scheduling.
   */
  public StepTimes times(int i) {
    int at = i * WIDTH;
    double known = 0;
    for (int part = LOAD; part < WIDTH; part++) {
      known += values[at + part];
    }
    return new StepTimes(
        0,
        values[at + LOAD],
        values[at + FORWARD],
        values[at + BACKWARD],
        values[at + AGGREGATE],
        values[at + UPDATE],
        values[at + SECONDS] - known);
  }
}
