package io.dendrite.checkpoint;

/**
 * A named slice of a flat vector, row-major.
 *
 * <p>The arrays are shared, not copied.
 *
 * @param name unique within a file
 * @param shape extent of each dimension; empty for a scalar
 * @param data the vector that holds the elements
 * @param offset index of the first element in {@code data}
 */
public record Tensor(String name, int[] shape, float[] data, int offset) {

  /**
   * @throws IllegalArgumentException if the shape is negative or reaches outside {@code data}
   */
  public Tensor {
    long size = size(name, shape);
    if (offset < 0 || size > data.length - (long) offset) {
      throw new IllegalArgumentException(
          "tensor '%s': %d elements from offset %d do not lie within an array of %d"
              .formatted(name, size, offset, data.length));
    }
  }

  /** A tensor that fills the whole of {@code data}, with one dimension. */
  public static Tensor vector(String name, float[] data) {
    return new Tensor(name, new int[] {data.length}, data, 0);
  }

  /** Number of elements. */
  public long size() {
    return size(name, shape);
  }

  private static long size(String name, int[] shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "tensor '" + name + "': a dimension of " + extent + "; wanted 0 or more");
      }
      size = Math.multiplyExact(size, (long) extent);
    }
    return size;
  }
}
