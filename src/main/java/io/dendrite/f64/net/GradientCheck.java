package io.dendrite.f64.net;

import java.util.function.DoubleSupplier;

/**
 * Compares a derivative with numerical differences of four points: f'(x) = (f(x - 2h) - 8 f(x - h)
 * + 8 f(x + h) - f(x + 2h)) / 12h. Error: |a - n| / max(|a|, |n|, floor). Truncation is of order
 * h^4, rounding of 1e-16 |f| / h times the root of the number of terms in f: a derivative is known
 * to about 1e-10 max(1, |f|), so smaller ones than the floor 1e-3 max(1, |f|) are compared
 * absolutely.
 */
public final class GradientCheck {
  public static final double TOLERANCE = 1e-7;
  public static final double FLOOR = 1e-3;

  /**
   * Far above what the slopes to the left and right of a point of a smooth function differ by, far
   * below what they differ by at a kink.
   */
  private static final double KINK = 1e-5;

  private GradientCheck() {}

  /** The error of the analytic derivative of f by x[i]. */
  public static double error(DoubleSupplier f, double[] x, int i, double analytic, double h) {
    return error(analytic, numeric(f, x, i, h), floor(f.getAsDouble()));
  }

  /** The largest error of the analytic derivative of f by the first n elements of x. */
  public static double worst(DoubleSupplier f, double[] x, int n, double[] analytic, double h) {
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double error = error(f, x, i, analytic[i], h);
      worst = error <= worst ? worst : error;
    }
    return worst;
  }

  /**
   * True if f has a kink (relu at 0, a change of the greatest element) within 2h of x[i]: if the
   * slopes to the left and to the right differ, or the differences with another h.
   */
  public static boolean kink(DoubleSupplier f, double[] x, int i, double h) {
    double before = x[i];
    double middle = at(f, x, i, before);
    double right = (4 * at(f, x, i, before + h) - at(f, x, i, before + 2 * h) - 3 * middle) / 2;
    double left = (3 * middle - 4 * at(f, x, i, before - h) + at(f, x, i, before - 2 * h)) / 2;
    x[i] = before;
    return error(left / h, right / h, floor(middle)) > KINK
        || error(numeric(f, x, i, h), numeric(f, x, i, h / 3), 3 * floor(middle)) > TOLERANCE;
  }

  /** The error of differences of f that comes from rounding f. */
  private static double floor(double f) {
    return FLOOR * Math.max(1, Math.abs(f));
  }

  private static double error(double a, double b, double floor) {
    return Math.abs(a - b) / Math.max(floor, Math.max(Math.abs(a), Math.abs(b)));
  }

  private static double numeric(DoubleSupplier f, double[] x, int i, double h) {
    double before = x[i];
    double numeric =
        (at(f, x, i, before - 2 * h)
                - 8 * at(f, x, i, before - h)
                + 8 * at(f, x, i, before + h)
                - at(f, x, i, before + 2 * h))
            / (12 * h);
    x[i] = before;
    return numeric;
  }

  private static double at(DoubleSupplier f, double[] x, int i, double value) {
    x[i] = value;
    return f.getAsDouble();
  }
}
