package io.dendrite.data.sample;

import io.dendrite.data.format.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A smooth function of eight variables, each uniform in [0, 1), similar to a function by Friedman
 * (1991):
 *
 * <pre>
 * y = (10 sin(pi x1 x2) + 20 (x3 - 1/2)^2 + 10 x4 + 5 x5 + 8 x6 x7 + 4 cos(pi x8) - mean) / deviation + sigma noise
 * </pre>
 *
 * Before the noise is added, y has mean about 0 and standard deviation about 1. The noise is
 * standard normal. Row i of the generated file is a pure function of (seed, i). Variables and y are
 * rounded to six decimals, so a CSV file holds exactly the numbers that the generator returns.
 */
public final class SmoothFunction {
  /** Number of variables of the function. */
  public static final int VARIABLES = 8;

  private static final double MEAN = 16.4;
  private static final double DEVIATION = 5.946;
  private static final int UNIT = 1_000_000;

  private final long seed;
  private final double sigma;

  /**
   * The function with noise of standard deviation {@code sigma} in units of y.
   *
   * @throws IllegalArgumentException if sigma is negative or not finite
   */
  public SmoothFunction(long seed, double sigma) {
    if (!(sigma >= 0) || Double.isInfinite(sigma)) {
      throw new IllegalArgumentException("noise must be finite and at least 0, got " + sigma);
    }
    this.seed = seed;
    this.sigma = sigma;
  }

  /** The value of the function, without noise, at {@code x[0 .. 8)}. */
  public static double value(double[] x) {
    double centred = x[2] - 0.5;
    double sum = 10 * StrictMath.sin(StrictMath.PI * x[0] * x[1]) + 20 * centred * centred;
    sum += 10 * x[3] + 5 * x[4] + 8 * x[5] * x[6] + 4 * StrictMath.cos(StrictMath.PI * x[7]);
    return (sum - MEAN) / DEVIATION;
  }

  /** Fills {@code x} with the variables of row {@code index} and returns its y. */
  public double row(long index, double[] x) {
    Draws draws = new Draws(seed, index);
    for (int i = 0; i < VARIABLES; i++) {
      x[i] = draws.below(UNIT) / (double) UNIT;
    }
    return CsvWriter.rounded(value(x) + (sigma == 0 ? 0 : sigma * draws.normal()));
  }

  /**
   * Writes a header line {@code x1,...,x8,y} and rows 0 (inclusive) to {@code count} (exclusive) as
   * CSV; the caller closes the stream.
   */
  public void write(OutputStream out, int count) throws IOException {
    CsvWriter csv = new CsvWriter(out, "x1,x2,x3,x4,x5,x6,x7,x8,y");
    double[] x = new double[VARIABLES];
    for (int i = 0; i < count; i++) {
      double y = row(i, x);
      for (double value : x) {
        csv.number(value);
      }
      csv.number(y).endLine();
    }
  }
}
