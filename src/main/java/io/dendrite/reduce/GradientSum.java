package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.io.Serializable;

/**
 * A gradient summed over rows, with the loss and the weight of these rows. If the sum has no rows,
 * the gradient is null.
 *
 * @param gradient the summed gradient; null if there are no rows
 * @param loss sum of the rows' losses, each times the row's weight
 * @param rows number of rows that were summed
 * @param weight sum of the rows' weights; the number of rows if rows have no weights
 * @param times the time that each part of the computation of the sum took
 */
public record GradientSum(float[] gradient, double loss, long rows, double weight, TaskTimes times)
    implements Serializable {

  public static final GradientSum EMPTY = new GradientSum(null, 0, 0, 0, TaskTimes.NONE);

  /** The form in which Java's serialisation writes a gradient sum. */
  private record Serialized(
      FloatVector gradient, double loss, long rows, double weight, TaskTimes times)
      implements Serializable {
    private Object readResolve() {
      float[] values = gradient == null ? null : gradient.values();
      return new GradientSum(values, loss, rows, weight, times);
    }
  }

  private Object writeReplace() {
    FloatVector vector = gradient == null ? null : new FloatVector(gradient);
    return new Serialized(vector, loss, rows, weight, times);
  }

  /** Adds another sum to this sum; the result reuses the gradient array of this sum. */
  public GradientSum plus(GradientSum other) {
    if (gradient != null && other.gradient != null) {
      Vectors.add(other.gradient, 0, gradient, 0, gradient.length);
    }
    return new GradientSum(
        gradient != null ? gradient : other.gradient,
        loss + other.loss,
        rows + other.rows,
        weight + other.weight,
        times.plus(other.times));
  }

  /** A copy of this sum in which the times are {@code whole}, the times of the whole task. */
  public GradientSum taking(TaskTimes whole) {
    return new GradientSum(gradient, loss, rows, weight, whole);
  }

  /** A copy of this sum with another gradient array. */
  public GradientSum with(float[] other) {
    return new GradientSum(other, loss, rows, weight, times);
  }
}
