package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.io.Serializable;

/**
 * A gradient summed over rows. The sum over no rows carries no array.
 *
 * @param gradient null if there are no rows
 * @param loss summed over rows, times their weights
 * @param rows number of rows
 * @param weight sum of the rows' weights; the number of rows if they carry none
 * @param times where the time of its computation went
 */
public record GradientSum(float[] gradient, double loss, long rows, double weight, TaskTimes times)
    implements Serializable {

  public static final GradientSum EMPTY = new GradientSum(null, 0, 0, 0, TaskTimes.NONE);

  /** What Java's serialisation writes. */
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

  /** This plus another; the array of the left one is reused. */
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

  /** The same sum, with the times of the whole task. */
  public GradientSum taking(TaskTimes whole) {
    return new GradientSum(gradient, loss, rows, weight, whole);
  }

  /** The same sum with another array. */
  public GradientSum with(float[] other) {
    return new GradientSum(other, loss, rows, weight, times);
  }
}
