package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.io.Serializable;

/**
 * A gradient summed over rows. A sum over no rows has no gradient array.
 *
 * @param gradient null if there are no rows
 * @param loss sum of the rows' losses, each times the row's weight
 * @param rows number of rows
 * @param weight sum of the rows' weights; the number of rows if rows have no weights
 * @param times where the time to compute this sum went
 */
public record GradientSum(float[] gradient, double loss, long rows, double weight, TaskTimes times)
    implements Serializable {

  public static final GradientSum EMPTY = new GradientSum(null, 0, 0, 0, TaskTimes.NONE);

  /** The form in which Java's serialisation writes a sum. */
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

  /** This sum plus another; the result reuses this sum's array. */
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

  /** The same sum with other times: where the time of the whole task went. */
  public GradientSum taking(TaskTimes whole) {
    return new GradientSum(gradient, loss, rows, weight, whole);
  }

  /** The same sum with another gradient array. */
  public GradientSum with(float[] other) {
    return new GradientSum(other, loss, rows, weight, times);
  }
}
