package io.dendrite.data;

/**
 * Computes sizes of arrays: rows times width, with a check for overflow, and the next capacity of
 * an array that grows.
 */
public final class Growth {
  /** Length of the longest array that every JVM can allocate. */
  public static final int LONGEST = Integer.MAX_VALUE - 8;

  private Growth() {}

  /** The product {@code rows * width}. Throws an exception if no array can have this length. */
  public static int product(int rows, int width) {
    long length = (long) rows * width;
    if (rows < 0 || width < 0 || length > LONGEST) {
      throw new IllegalArgumentException(
          rows + " rows of width " + width + " do not fit into one block");
    }
    return (int) length;
  }

  /**
   * The next capacity of an array that grows: the greater of {@code needed} and one and a half
   * times the present capacity.
   */
  static int capacity(int present, long needed) {
    if (needed > LONGEST) {
      throw new IllegalArgumentException("a block of more than " + LONGEST + " values");
    }
    return (int) Math.max(needed, Math.min(LONGEST, present + (long) (present >> 1) + 16));
  }
}
