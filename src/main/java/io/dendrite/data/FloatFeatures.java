package io.dendrite.data;

import io.dendrite.math.ArrayBytes;
import io.dendrite.math.Vectors;
import java.io.Serializable;
import java.util.List;

/** Dense rows of floats, row-major, where NaN stands for a missing value. */
public final class FloatFeatures implements Features {
  private static final long serialVersionUID = 1;

  private final int rows;
  private final int width;
  private final float[] values;
  private final boolean missing;

  /**
   * Uses the array {@code values} [rows][width] without a copy; the caller must not change the
   * array any more.
   *
   * @throws IllegalArgumentException if the length of {@code values} is not rows x width
   */
  public FloatFeatures(int rows, int width, float[] values) {
    if (values.length != Growth.product(rows, width)) {
      throw new IllegalArgumentException(
          "%d x %d values expected, got %d".formatted(rows, width, values.length));
    }
    this.rows = rows;
    this.width = width;
    this.values = values;
    missing = Vectors.anyNaN(values);
  }

  /** The form in which Java's serialisation writes the features. */
  private record Serialized(int rows, int width, byte[] values) implements Serializable {
    private Object readResolve() {
      return new FloatFeatures(rows, width, ArrayBytes.floats(values));
    }
  }

  private Object writeReplace() {
    return new Serialized(rows, width, ArrayBytes.of(values));
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
    System.arraycopy(values, row * width, out, at, width);
  }

  @Override
  public boolean missing() {
    return missing;
  }

  @Override
  public long bytes() {
    return 4L * values.length;
  }

  @Override
  public long hash(int row) {
    long sum = 0;
    int base = row * width;
    for (int i = 0; i < width; i++) {
      float value = values[base + i];
      if (value != 0) {
        sum += RowHash.entry(i, value);
      }
    }
    return sum;
  }

  @Override
  public boolean allBytes() {
    for (float value : values) {
      if (!fitsByte(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public FloatFeatures select(int[] chosen) {
    float[] copy = new float[Growth.product(chosen.length, width)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * width, copy, i * width, width);
    }
    return new FloatFeatures(chosen.length, width, copy);
  }

  static boolean fitsByte(float value) {
    return value >= 0 && value <= 255 && value == (int) value;
  }

  float value(int row, int column) {
    return values[row * width + column];
  }

  static FloatFeatures concat(List<? extends Features> parts) {
    int width = parts.get(0).width();
    int rows = 0;
    for (Features part : parts) {
      rows = Math.addExact(rows, part.rows());
    }
    float[] all = new float[Growth.product(rows, width)];
    int at = 0;
    for (Features part : parts) {
      float[] from = ((FloatFeatures) part).values;
      System.arraycopy(from, 0, all, at, from.length);
      at += from.length;
    }
    return new FloatFeatures(rows, width, all);
  }
}
