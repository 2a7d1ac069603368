package io.dendrite.train;

import io.dendrite.math.Vectors;
import java.io.Serializable;

/**
 * A gradient summed over rows. The sum over no rows carries no array.
 *
 * @param gradient null if there are no rows
 * @param loss summed over rows, times their weights
 * @param rows how many
 * @param weight sum of the rows' weights; the number of rows without weights
 */
record GradientSum(float[] gradient, double loss, long rows, double weight)
    implements Serializable {

  static final GradientSum EMPTY = new GradientSum(null, 0, 0, 0);

  /** This plus another; the array of the left one is reused. */
  GradientSum plus(GradientSum other) {
    if (other.gradient == null) {
      return this;
    }
    if (gradient == null) {
      return other;
    }
    Vectors.add(other.gradient, 0, gradient, 0, gradient.length);
    return new GradientSum(gradient, loss + other.loss, rows + other.rows, weight + other.weight);
  }
}
