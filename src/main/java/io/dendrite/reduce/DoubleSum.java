package io.dendrite.reduce;

import java.io.Serializable;

/**
 * A gradient in double precision, summed over rows. The sum over no rows carries no array.
 *
 * @param gradient null if there are no rows
 * @param loss summed over rows, times their weights
 * @param weight sum of the rows' weights
 */
public record DoubleSum(double[] gradient, double loss, long rows, double weight, TaskTimes times)
    implements Serializable {
  public static final DoubleSum EMPTY = new DoubleSum(null, 0, 0, 0, TaskTimes.NONE);

  /** This plus another; the array of the left one is reused. */
  public DoubleSum plus(DoubleSum other) {
    if (gradient != null && other.gradient != null) {
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += other.gradient[i];
      }
    }
    return new DoubleSum(
        gradient != null ? gradient : other.gradient,
        loss + other.loss,
        rows + other.rows,
        weight + other.weight,
        times.plus(other.times));
  }

  /** The same sum, with the times of the whole task. */
  public DoubleSum taking(TaskTimes whole) {
    return new DoubleSum(gradient, loss, rows, weight, whole);
  }
}
