package io.dendrite.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Transforms every feature x before the first layer. A missing value is replaced by {@code fill},
 * and then x becomes (x - shift) factor.
 *
 * @param fill for each feature, the number that replaces missing values
 * @param shift for each feature, the number that is subtracted; null if nothing is subtracted
 * @param factor for each feature, the number by which the feature is multiplied
 * @param targets transformation of the targets of regression
 */
public record Scaler(float[] fill, float[] shift, float[] factor, Targets targets)
    implements Serializable {
  /** The possible values of {@code data.scale}, as a list for error messages. */
  public static final String KNOWN = "none, standard, minmax, or a number above 0 to divide by";

  /** A scaler that leaves targets as they are. */
  public Scaler(float[] fill, float[] shift, float[] factor) {
    this(fill, shift, factor, Targets.UNCHANGED);
  }

  /**
   * Transforms the targets t of regression to z = (g(t) - center) / spread for the loss, and
   * transforms the network's outputs back to the units of the data.
   *
   * @param logarithm whether g is the natural logarithm; if false, g(t) = t
   * @param center for each output, the number that is subtracted from the target; empty if targets
   *     stay as they are
   * @param spread for each output, the number by which the target is divided; empty if targets stay
   *     as they are
   */
  public record Targets(boolean logarithm, double[] center, double[] spread)
      implements Serializable {
    /** Leaves targets as they are. */
    public static final Targets UNCHANGED = new Targets(false, new double[0], new double[0]);

    /**
     * The transformation to targets with mean 0 and standard deviation 1. Constant targets are only
     * shifted to mean 0.
     *
     * @param logarithm whether to take logarithms first
     * @param statistics statistics of the targets, or of their logarithms
     */
    public static Targets standard(boolean logarithm, ColumnStatistics statistics) {
      double[] spread = new double[statistics.mean.length];
      for (int j = 0; j < spread.length; j++) {
        boolean constant = statistics.least[j] >= statistics.greatest[j];
        double deviation = Math.sqrt(statistics.squares[j] / statistics.count[j]);
        spread[j] = constant ? 1 : orOne(deviation);
      }
      return new Targets(logarithm, statistics.mean.clone(), spread);
    }

    /**
     * The transformation to targets with median 0 and a distance of 1 between the first and the
     * third quartile. If both quartiles are equal, the targets are only shifted to median 0.
     *
     * @param quartiles for each output, the first quartile, the median and the third quartile
     */
    public static Targets robust(double[][] quartiles) {
      double[] center = new double[quartiles.length];
      double[] spread = new double[quartiles.length];
      for (int j = 0; j < spread.length; j++) {
        center[j] = quartiles[j][1];
        spread[j] = orOne(quartiles[j][2] - quartiles[j][0]);
      }
      return new Targets(false, center, spread);
    }

    private static double orOne(double spread) {
      return spread > 0 && Double.isFinite(spread) ? spread : 1;
    }

    /** True if targets stay as they are. */
    public boolean unchanged() {
      return spread.length == 0;
    }

    /**
     * True if there is a transformation with finite numbers for each output, or no transformation
     * at all.
     */
    public boolean fits(int outputs) {
      if (center == null || spread == null || center.length != spread.length) {
        return false;
      }
      boolean finite = Arrays.stream(center).allMatch(Double::isFinite);
      boolean positive = Arrays.stream(spread).allMatch(s -> s > 0 && Double.isFinite(s));
      return finite && positive && (spread.length == 0 || spread.length == outputs);
    }

    /**
     * Transforms the targets of one row in place. The targets are the elements of {@code t} from
     * index {@code at} on, one for each output.
     */
    public void apply(float[] t, int at) {
      for (int j = 0; j < spread.length; j++) {
        double value = logarithm ? Math.log(t[at + j]) : t[at + j];
        t[at + j] = (float) ((value - center[j]) / spread[j]);
      }
    }

    /** Transforms outputs z[rows][outputs] back to the units of the data, in place. */
    public void invert(float[] z, int rows) {
      for (int i = 0, n = rows * spread.length; i < n; i++) {
        int j = i % spread.length;
        double value = z[i] * spread[j] + center[j];
        z[i] = (float) (logarithm ? Math.exp(value) : value);
      }
    }
  }

  /** The same scaling of the features, with another transformation of the targets. */
  public Scaler with(Targets others) {
    return new Scaler(fill, shift, factor, others);
  }

  /**
   * Fits a scaler to the training rows.
   *
   * @param kind {@code none}, {@code standard} (mean 0, standard deviation 1), {@code minmax} (from
   *     0 to 1), or a number by which all features are divided
   * @param sparse whether the data are sparse; if true, {@code standard} centres only columns whose
   *     mean is beyond their standard deviation, which have few zeros, and {@code minmax} centres
   *     no column and divides by the greatest magnitude
   * @param columns number of columns, from the first on, that are scaled; later columns stay
   *     unchanged
   * @throws IllegalArgumentException if the kind is unknown
   */
  public static Scaler fit(String kind, ColumnStatistics s, boolean sparse, int columns) {
    int width = s.mean.length;
    float[] fill = new float[width];
    float[] shift = new float[width];
    float[] factor = new float[width];
    double divisor = kindIsNumber(kind) ? divisor(kind) : 1;
    Arrays.fill(factor, 1);
    for (int j = 0; j < columns; j++) {
      fill[j] = (float) s.mean[j];
      double spread = divisor;
      if (kind.equals("standard")) {
        spread = s.count[j] == 0 ? 0 : Math.sqrt(s.squares[j] / s.count[j]);
        shift[j] = sparse && !(Math.abs(s.mean[j]) > spread) ? 0 : (float) s.mean[j];
      } else if (kind.equals("minmax") && s.count[j] > 0) {
        shift[j] = sparse ? 0 : (float) s.least[j];
        spread =
            sparse
                ? Math.max(Math.abs(s.least[j]), Math.abs(s.greatest[j]))
                : s.greatest[j] - s.least[j];
      }
      float inverse = (float) (1 / spread);
      // A column is constant if its least and greatest values are equal. The standard deviation of
      // a constant column may be a rounding error instead of 0.
      boolean constant = !kindIsNumber(kind) && s.least[j] >= s.greatest[j];
      factor[j] = constant || !Float.isFinite(inverse) ? 1 : inverse;
    }
    boolean centred = !sparse || indices(shift).length > 0;
    return new Scaler(fill, centred ? shift : null, factor);
  }

  /**
   * The same scaling, except that columns from {@code first} on whose values are 0 in all training
   * rows are always scaled to 0.
   *
   * @param s statistics of the training rows
   */
  public Scaler withoutZeroColumns(ColumnStatistics s, int first) {
    float[] factors = factor.clone();
    for (int j = first; j < factors.length; j++) {
      factors[j] = s.least[j] == 0 && s.greatest[j] == 0 ? 0 : factors[j];
    }
    return new Scaler(fill, shift, factors, targets);
  }

  /** A scaler that changes nothing. */
  public static Scaler none(int width) {
    float[] factor = new float[width];
    Arrays.fill(factor, 1);
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
      // The text is no number. The exception that is thrown below says what was expected.
    }
    throw new IllegalArgumentException("data.scale is '" + kind + "'; expected " + KNOWN);
  }

  /** Transforms one value of a column. */
  float apply(int column, float value) {
    float present = value == value ? value : fill[column];
    return (shift == null ? present : present - shift[column]) * factor[column];
  }

  /** Indices of the columns from which a number other than 0 is subtracted, in ascending order. */
  public int[] centred() {
    return shift == null ? new int[0] : indices(shift);
  }

  private static int[] indices(float[] shift) {
    return IntStream.range(0, shift.length).filter(j -> shift[j] != 0).toArray();
  }

  /** Transforms one dense row [width] in place. */
  public void apply(float[] x) {
    fillMissing(x);
    scale(x);
  }

  /**
   * Transforms one row, and writes it in dense form to the elements {@code at} (inclusive) to
   * {@code at + width} (exclusive) of {@code out}.
   *
   * @param line scratch space for one row, [width]; needed because Java 17 vectorises only loops
   *     whose arrays share one index, and a row of {@code out} does not begin at 0
   */
  public void load(Features rows, int row, float[] line, float[] out, int at) {
    if (rows instanceof Features.Chosen chosen) {
      // Java inlines the call on a matrix that stores its rows itself.
      chosen.of().scatter(chosen.chosen()[row], line, 0);
    } else {
      rows.scatter(row, line, 0);
    }
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
