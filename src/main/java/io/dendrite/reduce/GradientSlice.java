package io.dendrite.reduce;

import io.dendrite.math.Vectors;

/**
 * A gradient from one of its elements on.
 *
 * @param at which element stands first in the values
 */
public record GradientSlice(float[] values, int at) {

  /** Adds the elements start (inclusive) to end (exclusive) of another. */
  void add(GradientSlice other, int start, int end) {
    Vectors.add(other.values, start - other.at, values, start - at, end - start);
  }
}
