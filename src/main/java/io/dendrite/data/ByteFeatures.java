package io.dendrite.data;

import java.util.Arrays;
import java.util.List;

/** Dense rows of values from 0 to 255, one unsigned byte each, row-major. */
public final class ByteFeatures implements Features {
  private static final long serialVersionUID = 1;

  private final int rows;
  private final int width;
  private final byte[] values;

  /**
   * Uses the array {@code values} [rows][width] without a copy; the caller must not change the
   * array any more.
   *
   * @throws IllegalArgumentException if the length of {@code values} is not rows x width
   */
  public ByteFeatures(int rows, int width, byte[] values) {
    if (values.length != Growth.product(rows, width)) {
      throw new IllegalArgumentException(
          "%d x %d values expected, got %d".formatted(rows, width, values.length));
    }
    this.rows = rows;
    this.width = width;
    this.values = values;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void scatter(int row, float[] out, int at) {
    byte[] from = values;
    int base = row * width;
    for (int i = 0; i < width; i++) {
      out[at + i] = from[base + i] & 0xff;
    }
  }

  @Override
  public boolean missing() {
    return false;
  }

  @Override
  public long bytes() {
    return values.length;
  }

  @Override
  public long hash(int row) {
    long sum = 0;
    int base = row * width;
    for (int i = 0; i < width; i++) {
      int value = values[base + i] & 0xff;
      if (value != 0) {
        sum += RowHash.entry(i, value);
      }
    }
    return sum;
  }

  @Override
  public boolean allBytes() {
    return true;
  }

  @Override
  public ByteFeatures toBytes() {
    return this;
  }

  @Override
  public ByteFeatures select(int[] chosen) {
    byte[] copy = new byte[Growth.product(chosen.length, width)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width, copy, i * width, width);
    }
    return new ByteFeatures(chosen.length, width, copy);
  }

  float value(int row, int column) {
    return values[row * width + column] & 0xff;
  }

  int compareBytes(int a, ByteFeatures other, int b) {
    if (width == other.width) {
      int from = a * width;
      int to = b * width;
      return Arrays.compareUnsigned(values, from, from + width, other.values, to, to + width);
    }
    int widest = Math.max(width, other.width);
    for (int i = 0; i < widest; i++) {
      int x = i < width ? values[a * width + i] & 0xff : 0;
      int y = i < other.width ? other.values[b * other.width + i] & 0xff : 0;
      if (x != y) {
        return x - y;
      }
    }
    return 0;
  }

  static ByteFeatures concat(List<? extends Features> parts) {
    int width = parts.get(0).width();
    int rows = 0;
    for (Features part : parts) {
      rows = Math.addExact(rows, part.rows());
    }
    byte[] all = new byte[Growth.product(rows, width)];
    int at = 0;
    for (Features part : parts) {
      byte[] from = ((ByteFeatures) part).values;
      System.arraycopy(from, 0, all, at, from.length);
      at += from.length;
    }
    return new ByteFeatures(rows, width, all);
  }
}
