package io.dendrite.data;

import java.io.Serializable;

/**
 * Transforms every feature before the first layer: a missing value becomes {@code fill}, then x =
 * (x - shift) factor.
 *
 * @param fill for each feature, the number that replaces missing values
 * @param shift for each feature, the number that is subtracted; null if nothing is subtracted,
 *     since sparse data are not centred
 * @param factor for each feature, the number by which it is multiplied
 */
public record Scaler(float[] fill, float[] shift, float[] factor) implements Serializable {
  /** The kinds of scaling, as a list for error messages. */
  public static final String KNOWN = "none, standard, minmax, or a number above 0 to divide by";

  /**
   * Fits a scaler to the training rows.
   *
   * @param kind {@code none}, {@code standard} (mean 0, standard deviation 1), {@code minmax} (to
   *     [0, 1]), or a number to divide by
   * @param sparse whether the data are sparse; if so, they are not centred, and {@code minmax}
   *     divides by the greatest magnitude
   * @param columns number of columns that are scaled; later columns stay unchanged
   * @throws IllegalArgumentException if the kind is unknown
   */
  public static Scaler fit(String kind, ColumnStatistics s, boolean sparse, int columns) {
    int width = s.mean.length;
    float[] fill = new float[width];
    float[] shift = new float[width];
    float[] factor = new float[width];
    double divisor = kindIsNumber(kind) ? divisor(kind) : 1;
    java.util.Arrays.fill(factor, 1);
    for (int j = 0; j < columns; j++) {
      fill[j] = (float) s.mean[j];
      double spread = divisor;
      if (kind.equals("standard")) {
        shift[j] = (float) s.mean[j];
        spread = s.count[j] == 0 ? 0 : Math.sqrt(s.squares[j] / s.count[j]);
      } else if (kind.equals("minmax") && s.count[j] > 0) {
        shift[j] = (float) s.least[j];
        spread =
            sparse
                ? Math.max(Math.abs(s.least[j]), Math.abs(s.greatest[j]))
                : s.greatest[j] - s.least[j];
      }
      float inverse = (float) (1 / spread);
      // Constant columns are found by least and greatest value, since the deviation of such a
      // column may be a rounding error instead of 0.
      boolean constant = !kindIsNumber(kind) && s.least[j] >= s.greatest[j];
      factor[j] = constant || !Float.isFinite(inverse) ? 1 : inverse;
    }
    return new Scaler(fill, sparse ? null : shift, factor);
  }

  /** A scaler that changes nothing. */
  public static Scaler none(int width) {
    float[] factor = new float[width];
    java.util.Arrays.fill(factor, 1);
    return new Scaler(new float[width], null, factor);
  }

  /** True if {@link #fit} knows this kind of scaling. */
  public static boolean isKnown(String kind) {
    try {
      return !kindIsNumber(kind) || divisor(kind) > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean kindIsNumber(String kind) {
    return !(kind.equals("none") || kind.equals("standard") || kind.equals("minmax"));
  }

  private static double divisor(String kind) {
    try {
      double divisor = Double.parseDouble(kind);
      float factor = (float) (1 / divisor);
      if (divisor > 0 && factor >= Float.MIN_NORMAL && Float.isFinite(factor)) {
        return divisor;
      }
    } catch (NumberFormatException e) {
      // The text is not a number; the sentence below says what was expected.
    }
    throw new IllegalArgumentException("data.scale is '" + kind + "'; expected " + KNOWN);
  }

  /** Transforms one value of a column of sparse data, which are not centred. */
  float apply(int column, float value) {
    return (value == value ? value : fill[column]) * factor[column];
  }

  /** Transforms one dense row [width] in place. */
  public void apply(float[] x) {
    fillMissing(x);
    scale(x);
  }

  /**
   * Writes one dense row, transformed, to {@code out[at .. at + width)}.
   *
   * @param line [width], scratch space; it is needed since Java 17 vectorises only loops whose
   *     arrays share one index, and a row of {@code out} does not begin at 0
   */
  public void load(Features rows, int row, float[] line, float[] out, int at) {
    rows.scatter(row, line, 0);
    if (rows.missing()) {
      fillMissing(line);
    }
    scale(line);
    System.arraycopy(line, 0, out, at, factor.length);
  }

  private void fillMissing(float[] x) {
    float[] fill = this.fill;
    for (int j = 0; j < fill.length; j++) {
      x[j] = x[j] == x[j] ? x[j] : fill[j];
    }
  }

  private void scale(float[] x) {
    float[] shift = this.shift;
    float[] factor = this.factor;
    int width = factor.length;
    if (shift != null) {
      for (int j = 0; j < width; j++) {
        x[j] -= shift[j];
      }
    }
    for (int j = 0; j < width; j++) {
      x[j] *= factor[j];
    }
  }
}
