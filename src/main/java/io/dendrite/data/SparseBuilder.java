package io.dendrite.data;

import java.util.Arrays;

/**
 * Builds {@link SparseFeatures} row by row. Zeros are not stored. If the width is not fixed, the
 * highest index determines it, even if the value at this index is 0.
 */
final class SparseBuilder implements FeatureBuilder {
  private final int fixedWidth;
  private int widest;
  private int widestInRow;
  private int[] starts = new int[16];
  private int[] indices = {};
  private float[] values = {};
  private int rows;
  private int entries;

  /**
   * A builder of rows of the width {@code fixedWidth}. If {@code fixedWidth} is -1, the highest
   * index determines the width.
   */
  SparseBuilder(int fixedWidth) {
    this.fixedWidth = fixedWidth;
  }

  @Override
  public void begin() {
    entries = starts[rows];
    widestInRow = 0;
  }

  @Override
  public void value(int index, float value) {
    widestInRow = Math.max(widestInRow, index + 1);
    if (value == 0) {
      return;
    }
    if (entries == values.length) {
      int capacity = Growth.capacity(entries, entries + 1L);
      values = Arrays.copyOf(values, capacity);
      indices = Arrays.copyOf(indices, capacity);
    }
    indices[entries] = index;
    values[entries++] = value;
  }

  @Override
  public void commit() {
    if (rows + 2 > starts.length) {
      starts = Arrays.copyOf(starts, Growth.capacity(starts.length, rows + 2L));
    }
    starts[++rows] = entries;
    widest = Math.max(widest, widestInRow);
  }

  @Override
  public long bytes() {
    return 4L * (rows + 1) + 8L * starts[rows];
  }

  @Override
  public Features build() {
    int end = starts[rows];
    SparseFeatures built =
        new SparseFeatures(
            fixedWidth < 0 ? widest : fixedWidth,
            Arrays.copyOf(starts, rows + 1),
            Arrays.copyOf(indices, end),
            Arrays.copyOf(values, end));
    rows = 0;
    widest = 0;
    return built;
  }
}
