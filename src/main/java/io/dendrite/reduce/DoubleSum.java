package io.dendrite.reduce;

import java.io.Serializable;

/**
 * A gradient in double precision, summed over rows, with the loss and the weight of these rows. If
 * the sum has no rows, the gradient is null.
 *
 * @param gradient the summed gradient; null if there are no rows
 * @param loss sum of the rows' losses, each times the row's weight
 * @param weight sum of the rows' weights
 */
public record DoubleSum(double[] gradient, double loss, long rows, double weight, TaskTimes times)
    implements Serializable {
  public static final DoubleSum EMPTY = new DoubleSum(null, 0, 0, 0, TaskTimes.NONE);

  /** Adds another sum to this sum; the result reuses the gradient array of this sum. */
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

  /** A copy of this sum in which the times are {@code whole}, the times of the whole task. */
  public DoubleSum taking(TaskTimes whole) {
    return new DoubleSum(gradient, loss, rows, weight, whole);
  }
}
