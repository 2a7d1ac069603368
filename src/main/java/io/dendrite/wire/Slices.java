package io.dendrite.wire;

/**
 * The same slice of several vectors, as sent or received in one message.
 *
 * @param vectors one after the other
 * @param at first element of each
 * @param length elements of each
 */
public record Slices(float[][] vectors, int at, int length) {
  /** No numbers. */
  public static final Slices NONE = new Slices(new float[0][], 0, 0);

  /** Elements of all vectors together. */
  long elements() {
    return (long) vectors.length * length;
  }
}
