package io.dendrite.checkpoint;

/**
 * A named tensor: a slice of a flat vector, in row-major order.
 *
 * <p>The arrays that are given to a tensor are not copied.
 *
 * @param name name of the tensor, unique within a file
 * @param shape size of each dimension; empty for a scalar
 * @param elements the vector in which the tensor's elements lie
 * @param offset index in {@code elements} of the tensor's first element
 */
public record Tensor(String name, int[] shape, Elements elements, int offset) {

  /**
   * @throws IllegalArgumentException if a dimension is negative, or the tensor does not lie within
   *     {@code elements}
   */
  public Tensor {
    long size = size(name, shape);
    if (offset < 0 || size > elements.length() - (long) offset) {
      throw new IllegalArgumentException(
          "tensor '%s': %d elements from offset %d do not lie within an array of %d"
              .formatted(name, size, offset, elements.length()));
    }
  }

  /** A tensor in single precision. */
  public Tensor(String name, int[] shape, float[] data, int offset) {
    this(name, shape, new Elements.Floats(data), offset);
  }

  /**
   * A tensor of one dimension, in single precision, whose elements are all elements of {@code
   * data}.
   */
  public static Tensor vector(String name, float[] data) {
    return new Tensor(name, new int[] {data.length}, data, 0);
  }

  /**
   * A tensor of one dimension, in double precision, whose elements are all elements of {@code
   * data}.
   */
  public static Tensor vector(String name, double[] data) {
    return new Tensor(name, new int[] {data.length}, new Elements.Doubles(data), 0);
  }

  /**
   * The whole vector in which the tensor's elements lie, in single precision.
   *
   * @throws IllegalStateException if the tensor is not in single precision
   */
  public float[] data() {
    if (elements instanceof Elements.Floats floats) {
      return floats.values();
    }
    throw new IllegalStateException("tensor '" + name + "' is of dtype " + elements.type());
  }

  /** Number of elements of the tensor. */
  public long size() {
    return size(name, shape);
  }

  /** Number of bytes that the elements take in a file. */
  long bytes() {
    return size() * elements.type().bytes;
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
