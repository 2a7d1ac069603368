package io.dendrite.data;

import io.dendrite.math.SparseRows;
import java.io.Serializable;
import java.util.List;

/**
 * An immutable packed matrix of rows, each of {@code width} float values. There are three forms of
 * storage: dense floats, dense bytes and sparse rows. The hash, equality and order of rows depend
 * on the values alone. The position of a row in the shards is therefore the same in every form of
 * storage. When rows are hashed or compared, -0 counts as 0, all NaNs (missing values) count as
 * equal, and columns beyond the width count as 0.
 */
public sealed interface Features extends Serializable
    permits ByteFeatures, FloatFeatures, SparseFeatures, Features.Chosen {

  /** The number of rows of the matrix. */
  int rows();

  /** The number of columns of the matrix. */
  int width();

  /**
   * Writes a row, in dense form, to the elements {@code at} (inclusive) to {@code at + width}
   * (exclusive) of {@code out}.
   */
  void scatter(int row, float[] out, int at);

  /**
   * Scales the entries of a row, and writes the scaled entries to row {@code place} of the chunk
   * {@code to}.
   *
   * @throws UnsupportedOperationException if the matrix is not sparse, since the scaler of dense
   *     rows may turn zeros into other numbers
   */
  default void append(int row, Scaler scaler, int[] centred, SparseRows to, int place) {
    throw new UnsupportedOperationException("only sparse rows can be appended to sparse rows");
  }

  /** True if at least one value of the matrix is missing. */
  boolean missing();

  /** Number of bytes of the arrays that hold the values. */
  long bytes();

  /**
   * The 64-bit content hash of a row: a sum over the row's non-zero entries, so that the hash does
   * not depend on the form of storage.
   */
  long hash(int row);

  /** True if every value is an integer from 0 to 255. */
  boolean allBytes();

  /**
   * Copies the rows with the given indices, in the given order. A row may be chosen more than once.
   */
  Features select(int[] rows);

  /**
   * The same rows, with columns of zeros added after the last column.
   *
   * @throws IllegalArgumentException if {@code newWidth} is below the width, or if it is above the
   *     width and the matrix is dense
   */
  default Features widen(int newWidth) {
    if (newWidth != width()) {
      throw new IllegalArgumentException(
          "only sparse rows can be widened: got width " + newWidth + ", the rows have " + width());
    }
    return this;
  }

  /**
   * The same matrix with each value stored as one unsigned byte.
   *
   * @throws IllegalArgumentException unless {@link #allBytes()} is true
   */
  default ByteFeatures toBytes() {
    if (!allBytes()) {
      throw new IllegalArgumentException("not every value is an integer from 0 to 255");
    }
    byte[] packed = new byte[Growth.product(rows(), width())];
    float[] dense = new float[width()];
    for (int row = 0, at = 0; row < rows(); row++) {
      scatter(row, dense, 0);
      for (float value : dense) {
        packed[at++] = (byte) (int) value;
      }
    }
    return new ByteFeatures(rows(), width(), packed);
  }

  /**
   * True if row {@code a} of this matrix and row {@code b} of the matrix {@code other} hold equal
   * values.
   */
  default boolean equalRows(int a, Features other, int b) {
    return compareRows(a, other, b) == 0;
  }

  /**
   * Compares two rows in a total order. The order of two rows is decided by the first column in
   * which the rows differ, by {@link Float#compare}.
   */
  default int compareRows(int a, Features other, int b) {
    return RowOrder.compare(this, a, other, b);
  }

  /**
   * Concatenates the rows of several matrices, in order.
   *
   * @throws IllegalArgumentException if there are no matrices, or if the matrices differ in storage
   *     or width
   */
  static Features concat(List<? extends Features> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("nothing to concatenate");
    }
    Features first = parts.get(0);
    for (Features part : parts) {
      if (part.getClass() != first.getClass() || part.width() != first.width()) {
        throw new IllegalArgumentException(
            "parts differ: %s of width %d and %s of width %d"
                .formatted(
                    first.getClass().getSimpleName(),
                    first.width(),
                    part.getClass().getSimpleName(),
                    part.width()));
      }
    }
    if (first instanceof ByteFeatures) {
      return ByteFeatures.concat(parts);
    }
    return first instanceof FloatFeatures
        ? FloatFeatures.concat(parts)
        : SparseFeatures.concat(parts);
  }

  /**
   * A matrix of chosen rows of another matrix, in the chosen order. The rows are not copied.
   *
   * @param of the other matrix, whose arrays are shared
   * @param chosen indices of rows of the other matrix
   */
  record Chosen(Features of, int[] chosen) implements Features {
    @Override
    public int rows() {
      return chosen.length;
    }

    @Override
    public int width() {
      return of.width();
    }

    @Override
    public void scatter(int row, float[] out, int at) {
      of.scatter(chosen[row], out, at);
    }

    @Override
    public void append(int row, Scaler scaler, int[] centred, SparseRows to, int place) {
      of.append(chosen[row], scaler, centred, to, place);
    }

    @Override
    public boolean missing() {
      return of.missing();
    }

    @Override
    public long bytes() {
      return 4L * chosen.length;
    }

    @Override
    public long hash(int row) {
      return of.hash(chosen[row]);
    }

    @Override
    public boolean allBytes() {
      return of.allBytes();
    }

    @Override
    public Features select(int[] rows) {
      int[] mapped = new int[rows.length];
      for (int i = 0; i < rows.length; i++) {
        mapped[i] = chosen[rows[i]];
      }
      return of.select(mapped);
    }

    /** A matrix with copies of the chosen rows, which shares no arrays with the other matrix. */
    Features copied() {
      return of.select(chosen);
    }
  }
}
