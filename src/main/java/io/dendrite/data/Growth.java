package io.dendrite.data;

/** Sizes of arrays: checked products and the next capacity of a growing one. */
public final class Growth {
  /** The longest array that every JVM allocates. */
  public static final int LONGEST = Integer.MAX_VALUE - 8;

  private Growth() {}

  /** {@code rows * width} as an array length. */
  public static int product(int rows, int width) {
    long length = (long) rows * width;
    if (rows < 0 || width < 0 || length > LONGEST) {
      throw new IllegalArgumentException(
          rows + " rows of width " + width + " do not fit into one block");
    }
    return (int) length;
  }

  /**
   * A capacity of at least {@code needed}, or one and a half times the present one if that is more.
   */
  static int capacity(int present, long needed) {
    if (needed > LONGEST) {
      throw new IllegalArgumentException("a block of more than " + LONGEST + " values");
    }
    return (int) Math.max(needed, Math.min(LONGEST, present + (long) (present >> 1) + 16));
  }
}
