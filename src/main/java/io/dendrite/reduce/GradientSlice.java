package io.dendrite.reduce;

import io.dendrite.math.Vectors;

/**
 * A part of a gradient, beginning at one of its elements.
 *
 * @param at index of the element that comes first in the values
 */
public record GradientSlice(float[] values, int at) {

  /** Adds the elements {@code start} (inclusive) to {@code end} (exclusive) of another slice. */
  void add(GradientSlice other, int start, int end) {
    Vectors.add(other.values, start - other.at, values, start - at, end - start);
  }
}
