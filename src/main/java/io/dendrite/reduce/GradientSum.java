package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.io.Serializable;

/**
 * A gradient summed over rows, with the rows' loss and weight. A sum over no rows has no gradient
 * array.
 *
 * @param gradient the summed gradient; null if there are no rows
 * @param loss sum of the rows' losses, each times the row's weight
 * @param rows number of rows that were summed
 * @param weight sum of the rows' weights; the number of rows if rows have no weights
 * @param times how much time each part of the computation of this sum took
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

  /** The same sum, with {@code whole} as its times, which are the times of the whole task. */
  public GradientSum taking(TaskTimes whole) {
    return new GradientSum(gradient, loss, rows, weight, whole);
  }

  /** The same sum with another gradient array. */
  public GradientSum with(float[] other) {
    return new GradientSum(other, loss, rows, weight, times);
  }
}
