package io.dendrite.reduce;

import io.dendrite.math.Vectors;

/**
 * A range of neighbouring elements of a gradient.
 *
 * @param at index, in the whole gradient, of the first element of {@code values}
 */
public record GradientSlice(float[] values, int at) {

  /**
   * Adds another slice to this slice, for the elements {@code start} (inclusive) to {@code end}
   * (exclusive) of the gradient.
   */
  void add(GradientSlice other, int start, int end) {
    Vectors.add(other.values, start - other.at, values, start - at, end - start);
  }
}
