package io.dendrite.checkpoint;

import java.nio.ByteBuffer;

/** The numbers of tensors: an array of one of the types that our files hold. */
public sealed interface Elements {
  /** A type of the safetensors format. */
  enum Type {
    /** Single precision: parameters and everything that is saved with them. */
    F32(Float.BYTES),

    /** Double precision: the state of quasi-Newton methods. */
    F64(Double.BYTES);

    final int bytes;

    Type(int bytes) {
      this.bytes = bytes;
    }

    Elements allocate(int length) {
      return this == F32 ? new Floats(new float[length]) : new Doubles(new double[length]);
    }
  }

  /** The type of the numbers. */
  Type type();

  /** How many numbers there are. */
  int length();

  /** Writes {@code count} numbers to the beginning of a buffer, in the buffer's byte order. */
  void put(int from, int count, ByteBuffer to);

  /** Reads {@code count} numbers from the beginning of a buffer. */
  void get(int at, int count, ByteBuffer from);

  /** Single precision; the array is shared. */
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

  /** Double precision; the array is shared. */
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
