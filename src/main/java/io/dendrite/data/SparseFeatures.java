package io.dendrite.data;

import io.dendrite.math.ArrayBytes;
import io.dendrite.math.SparseRows;
import io.dendrite.math.Vectors;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Sparse rows in CSR form: row r consists of the entries {@code starts[r]} (inclusive) to {@code
 * starts[r + 1]} (exclusive), whose column indices are 0-based and strictly ascending.
 */
public final class SparseFeatures implements Features {
  private static final long serialVersionUID = 1;

  private final int width;
  private final int[] starts;
  private final int[] indices;
  private final float[] values;
  private final boolean missing;

  /**
   * Uses the given arrays without copies; the caller must not change the arrays any more.
   *
   * @param starts offset of the first entry of each row, beginning with 0; one more element at the
   *     end holds the number of all entries
   * @throws IllegalArgumentException if the arrays do not describe rows of this width
   */
  public SparseFeatures(int width, int[] starts, int[] indices, float[] values) {
    if (width < 0 || starts.length == 0 || starts[0] != 0) {
      throw new IllegalArgumentException("starts must begin with 0, and width be at least 0");
    }
    int rows = starts.length - 1;
    if (indices.length != values.length || starts[rows] != values.length) {
      throw new IllegalArgumentException(
          "%d entries by starts, %d indices, %d values"
              .formatted(starts[rows], indices.length, values.length));
    }
    for (int row = 0; row < rows; row++) {
      checkRow(row, width, starts, indices);
    }
    this.width = width;
    this.starts = starts;
    this.indices = indices;
    this.values = values;
    missing = Vectors.anyNaN(values);
  }

  private static void checkRow(int row, int width, int[] starts, int[] indices) {
    int end = starts[row + 1];
    if (end < starts[row] || end > indices.length) {
      throw new IllegalArgumentException("starts do not ascend at row " + row);
    }
    int before = -1;
    for (int i = starts[row]; i < end; i++) {
      if (indices[i] <= before || indices[i] >= width) {
        throw new IllegalArgumentException(
            "row %d: index %d after %d, expected ascending indices below %d"
                .formatted(row, indices[i], before, width));
      }
      before = indices[i];
    }
  }

  /** The form in which Java's serialisation writes the features. */
  private record Serialized(int width, byte[] starts, byte[] indices, byte[] values)
      implements Serializable {
    private Object readResolve() {
      return new SparseFeatures(
          width, ArrayBytes.ints(starts), ArrayBytes.ints(indices), ArrayBytes.floats(values));
    }
  }

  private Object writeReplace() {
    return new Serialized(
        width, ArrayBytes.of(starts), ArrayBytes.of(indices), ArrayBytes.of(values));
  }

  @Override
  public int rows() {
    return starts.length - 1;
  }

  @Override
  public int width() {
    return width;
  }

  @Override
  public void scatter(int row, float[] out, int at) {
    Arrays.fill(out, at, at + width, 0f);
    int end = starts[row + 1];
    for (int i = starts[row]; i < end; i++) {
      out[at + indices[i]] = values[i];
    }
  }

  @Override
  public void append(int row, Scaler scaler, int[] centred, SparseRows to, int place) {
    to.begin(place);
    int end = starts[row + 1];
    int next = 0;
    for (int i = starts[row]; i < end; i++) {
      while (next < centred.length && centred[next] < indices[i]) {
        to.add(centred[next], scaler.apply(centred[next], 0));
        next++;
      }
      next += next < centred.length && centred[next] == indices[i] ? 1 : 0;
      to.add(indices[i], scaler.apply(indices[i], values[i]));
    }
    for (; next < centred.length; next++) {
      to.add(centred[next], scaler.apply(centred[next], 0));
    }
  }

  @Override
  public boolean missing() {
    return missing;
  }

  @Override
  public long bytes() {
    return 4L * starts.length + 8L * values.length;
  }

  @Override
  public long hash(int row) {
    long sum = 0;
    int end = starts[row + 1];
    for (int i = starts[row]; i < end; i++) {
      if (values[i] != 0) {
        sum += RowHash.entry(indices[i], values[i]);
      }
    }
    return sum;
  }

  @Override
  public boolean allBytes() {
    for (float value : values) {
      if (!FloatFeatures.fitsByte(value)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public SparseFeatures select(int[] chosen) {
    int[] newStarts = new int[chosen.length + 1];
    for (int i = 0; i < chosen.length; i++) {
      int length = starts[chosen[i] + 1] - starts[chosen[i]];
      newStarts[i + 1] = Math.addExact(newStarts[i], length);
    }
    int[] newIndices = new int[newStarts[chosen.length]];
    float[] newValues = new float[newIndices.length];
    for (int i = 0; i < chosen.length; i++) {
      int from = starts[chosen[i]];
      int length = newStarts[i + 1] - newStarts[i];
      System.arraycopy(indices, from, newIndices, newStarts[i], length);
      System.arraycopy(values, from, newValues, newStarts[i], length);
    }
    return new SparseFeatures(width, newStarts, newIndices, newValues);
  }

  @Override
  public SparseFeatures widen(int newWidth) {
    if (newWidth < width) {
      throw new IllegalArgumentException("cannot narrow width " + width + " to " + newWidth);
    }
    return newWidth == width ? this : new SparseFeatures(newWidth, starts, indices, values);
  }

  /** Stores the same rows in sparse form. */
  static SparseFeatures of(Features rows) {
    if (rows instanceof SparseFeatures sparse) {
      return sparse;
    }
    SparseBuilder builder = new SparseBuilder(rows.width());
    float[] x = new float[rows.width()];
    for (int row = 0; row < rows.rows(); row++) {
      rows.scatter(row, x, 0);
      builder.begin();
      for (int j = 0; j < x.length; j++) {
        if (x[j] != 0) {
          builder.value(j, x[j]);
        }
      }
      builder.commit();
    }
    return (SparseFeatures) builder.build();
  }

  /** Number of stored entries of all rows. */
  public long entries() {
    return values.length;
  }

  /** An action that is called with one stored entry. */
  interface EntryAction {
    void accept(int index, float value);
  }

  /** Calls {@code action} for each stored entry, row by row. */
  void forEachEntry(EntryAction action) {
    for (int i = 0; i < values.length; i++) {
      action.accept(indices[i], values[i]);
    }
  }

  int start(int row) {
    return starts[row];
  }

  int index(int entry) {
    return indices[entry];
  }

  float value(int entry) {
    return values[entry];
  }

  static SparseFeatures concat(List<? extends Features> parts) {
    int rows = 0;
    int entries = 0;
    for (Features part : parts) {
      rows = Math.addExact(rows, part.rows());
      entries = Math.addExact(entries, ((SparseFeatures) part).values.length);
    }
    int[] allStarts = new int[rows + 1];
    int[] allIndices = new int[entries];
    float[] allValues = new float[entries];
    int row = 0;
    int at = 0;
    for (Features part : parts) {
      SparseFeatures from = (SparseFeatures) part;
      for (int i = 0; i < from.rows(); i++) {
        allStarts[++row] = at + from.starts[i + 1];
      }
      System.arraycopy(from.indices, 0, allIndices, at, from.indices.length);
      System.arraycopy(from.values, 0, allValues, at, from.values.length);
      at += from.values.length;
    }
    return new SparseFeatures(parts.get(0).width(), allStarts, allIndices, allValues);
  }
}
