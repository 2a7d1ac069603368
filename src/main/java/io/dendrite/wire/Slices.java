package io.dendrite.wire;

/**
 * One slice of each of one or more vectors, which are sent or received in one message. All slices
 * have the same position and length.
 *
 * @param vectors the vectors; a message holds the slice of the first vector, then the slice of the
 *     second, and so on
 * @param at index of the slice's first element in each vector
 * @param length number of elements of the slice in each vector
 */
public record Slices(float[][] vectors, int at, int length) {
  /** The slices of a message without numbers. */
  public static final Slices NONE = new Slices(new float[0][], 0, 0);

  /** Total number of elements in the slices of all vectors. */
  long elements() {
    return (long) vectors.length * length;
  }
}
