package io.dendrite.data;

import java.util.Arrays;

/** Builds {@link FloatFeatures} row by row. */
final class DenseBuilder implements FeatureBuilder {
  private final int width;
  private float[] values = {};
  private int rows;

  DenseBuilder(int width) {
    this.width = width;
  }

  @Override
  public void begin() {
    long needed = (rows + 1L) * width;
    if (values.length < needed) {
      values = Arrays.copyOf(values, Growth.capacity(values.length, needed));
    }
    Arrays.fill(values, rows * width, (rows + 1) * width, 0f);
  }

  @Override
  public void value(int index, float value) {
    values[rows * width + index] = value + 0f;
  }

  @Override
  public void commit() {
    rows++;
  }

  @Override
  public long bytes() {
    return 4L * rows * width;
  }

  @Override
  public Features build() {
    int built = rows;
    rows = 0;
    return new FloatFeatures(built, width, Arrays.copyOf(values, built * width));
  }
}
