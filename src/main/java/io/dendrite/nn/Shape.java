package io.dendrite.nn;

import java.io.Serializable;

/**
 * The shape of one row. A row consists of one or more channels, one after the other, and each
 * channel has height x width elements. A plain vector has one element in each channel.
 */
public record Shape(int channels, int height, int width) implements Serializable {
  /**
   * Checks that the sizes are valid.
   *
   * @throws IllegalArgumentException if a size is below 1, or a row does not fit into one array
   */
  public Shape {
    long size = (long) channels * height;
    if (channels < 1
        || height < 1
        || width < 1
        || size > Integer.MAX_VALUE
        || size * width > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "a row of "
              + channels
              + " x "
              + height
              + " x "
              + width
              + " elements; expected sizes of at least 1 and less than 2^31 elements");
    }
  }

  /** The shape of a plain vector. */
  public static Shape flat(int size) {
    return new Shape(size, 1, 1);
  }

  /** Number of elements of a row. */
  public int size() {
    return channels * height * width;
  }

  /** Number of elements of a channel. */
  public int area() {
    return height * width;
  }

  @Override
  public String toString() {
    return area() == 1 ? Integer.toString(channels) : channels + " x " + height + " x " + width;
  }
}
