package io.dendrite.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The count, mean, sum of squared deviations, least and greatest of the values of each column.
 * Missing values (NaN) are left out. Statistics of parts of the rows are merged pairwise (Chan,
 * Golub and LeVeque, 1979), in double. If the parts are merged in a fixed order, the bits are
 * always the same.
 *
 * <p>For sparse rows, a loop visits only the stored entries; the zeros are then added to the
 * statistics all at once, by their number.
 */
public final class ColumnStatistics implements Serializable {
  private static final long serialVersionUID = 1;

  final long[] count;
  final double[] mean;
  final double[] squares;
  final double[] least;
  final double[] greatest;

  private ColumnStatistics(int width) {
    count = new long[width];
    mean = new double[width];
    squares = new double[width];
    least = new double[width];
    greatest = new double[width];
    Arrays.fill(least, Double.POSITIVE_INFINITY);
    Arrays.fill(greatest, Double.NEGATIVE_INFINITY);
  }

  /** The least value of each column, or NaN if all values of the column are missing. */
  public float[] least() {
    return present(least);
  }

  /** The greatest value of each column, or NaN if all values of the column are missing. */
  public float[] greatest() {
    return present(greatest);
  }

  private float[] present(double[] values) {
    float[] present = new float[values.length];
    for (int j = 0; j < present.length; j++) {
      present[j] = count[j] > 0 ? (float) values[j] : Float.NaN;
    }
    return present;
  }

  /** Computes the statistics of the rows of one block, in row order. */
  public static ColumnStatistics of(Features rows) {
    if (rows instanceof Features.Chosen chosen) {
      return of(chosen.copied());
    }
    ColumnStatistics s = new ColumnStatistics(rows.width());
    if (rows instanceof SparseFeatures sparse) {
      s.addSparse(sparse);
    } else {
      s.addDense(rows);
    }
    return s;
  }

  private void addDense(Features rows) {
    int width = mean.length;
    float[] x = new float[width];
    for (int row = 0; row < rows.rows(); row++) {
      rows.scatter(row, x, 0);
      for (int j = 0; j < width; j++) {
        if (x[j] == x[j]) {
          count[j]++;
          mean[j] += x[j];
          least[j] = Math.min(least[j], x[j]);
          greatest[j] = Math.max(greatest[j], x[j]);
        }
      }
    }
    for (int j = 0; j < width; j++) {
      mean[j] = count[j] == 0 ? 0 : mean[j] / count[j];
    }
    for (int row = 0; row < rows.rows(); row++) {
      rows.scatter(row, x, 0);
      for (int j = 0; j < width; j++) {
        if (x[j] == x[j]) {
          double d = x[j] - mean[j];
          squares[j] += d * d;
        }
      }
    }
  }

  private void addSparse(SparseFeatures rows) {
    int width = mean.length;
    long[] present = new long[width];
    Arrays.fill(count, rows.rows());
    rows.forEachEntry(
        (j, v) -> {
          present[j]++;
          if (v != v) {
            count[j]--;
          } else {
            mean[j] += v;
            least[j] = Math.min(least[j], v);
            greatest[j] = Math.max(greatest[j], v);
          }
        });
    for (int j = 0; j < width; j++) {
      if (present[j] < rows.rows()) {
        least[j] = Math.min(least[j], 0);
        greatest[j] = Math.max(greatest[j], 0);
      }
      mean[j] = count[j] == 0 ? 0 : mean[j] / count[j];
      squares[j] = (rows.rows() - present[j]) * mean[j] * mean[j];
    }
    rows.forEachEntry(
        (j, v) -> {
          if (v == v) {
            squares[j] += (v - mean[j]) * (v - mean[j]);
          }
        });
  }

  /**
   * Adds the statistics {@code other} of further rows to these statistics, and returns this object.
   */
  public ColumnStatistics merge(ColumnStatistics other) {
    for (int j = 0; j < mean.length; j++) {
      long n = count[j] + other.count[j];
      if (other.count[j] > 0) {
        double delta = other.mean[j] - mean[j];
        mean[j] += delta * other.count[j] / n;
        squares[j] += other.squares[j] + delta * delta * ((double) count[j] * other.count[j] / n);
        count[j] = n;
        least[j] = Math.min(least[j], other.least[j]);
        greatest[j] = Math.max(greatest[j], other.greatest[j]);
      }
    }
    return this;
  }
}
