package io.dendrite.checkpoint;

import java.nio.ByteBuffer;

/**
 * The numbers of a tensor, as an array of one of the number types that Dendrite's files can hold.
 */
public sealed interface Elements {
  /** A number type of the safetensors format. */
  enum Type {
    /** Single precision, the type of all saved tensors except the state of quasi-Newton methods. */
    F32(Float.BYTES),

    /** Double precision, the type of the state of quasi-Newton methods. */
    F64(Double.BYTES);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    Elements allocate(int length) {
      return this == F32 ? new Floats(new float[length]) : new Doubles(new double[length]);
    }
  }

  /** The number type of the elements. */
  Type type();

  /** The number of elements. */
  int length();

  /**
   * Writes {@code count} numbers, from index {@code from} on, to the beginning of a buffer, in the
   * buffer's byte order.
   */
  void put(int from, int count, ByteBuffer to);

  /**
   * Reads {@code count} numbers from the beginning of a buffer into the array of elements, from
   * index {@code at} on.
   */
  void get(int at, int count, ByteBuffer from);

  /** Elements in single precision; the array is shared with the caller, not copied. */
  record Floats(float[] values) implements Elements {
    @Override
    public Type type() {
      return Type.F32;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void put(int from, int count, ByteBuffer to) {
      to.asFloatBuffer().put(values, from, count);
    }

    @Override
    public void get(int at, int count, ByteBuffer from) {
      from.asFloatBuffer().get(values, at, count);
    }
  }

  /** Elements in double precision; the array is shared with the caller, not copied. */
  record Doubles(double[] values) implements Elements {
    @Override
    public Type type() {
      return Type.F64;
    }

    @Override
    public int length() {
      return values.length;
    }

    @Override
    public void put(int from, int count, ByteBuffer to) {
      to.asDoubleBuffer().put(values, from, count);
    }

    @Override
    public void get(int at, int count, ByteBuffer from) {
      from.asDoubleBuffer().get(values, at, count);
    }
  }
}
