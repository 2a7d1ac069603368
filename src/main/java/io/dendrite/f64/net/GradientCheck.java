package io.dendrite.f64.net;

import java.util.function.DoubleSupplier;

/**
 * Compares an analytic derivative a with a numerical derivative n, a difference of four points:
 * f'(x) = (f(x - 2h) - 8 f(x - h) + 8 f(x + h) - f(x + 2h)) / 12h. The error of a is |a - n| /
 * max(|a|, |n|, floor). The truncation error of n is of order h^4. The rounding error of n is of
 * order 1e-16 |f| / h times the square root of the number of terms in f. The numerical derivative
 * is therefore exact to about 1e-10 max(1, |f|). Derivatives below the floor 1e-3 max(1, |f|) are
 * compared by their absolute difference.
 */
public final class GradientCheck {
  public static final double TOLERANCE = 1e-7;
  public static final double FLOOR = 1e-3;

  /**
   * If the slopes to the left and right of a point differ by at least this relative difference, the
   * function has a kink there. The two slopes of a smooth function differ by far less, and the
   * slopes at a kink by far more.
   */
  private static final double KINK = 1e-5;

  private GradientCheck() {}

  /** The error of the analytic derivative of the function f by x[i]. */
  public static double error(DoubleSupplier f, double[] x, int i, double analytic, double h) {
    return error(analytic, numeric(f, x, i, h), floor(f.getAsDouble()));
  }

  /**
   * The largest error among the analytic derivatives of the function f by the first n elements of
   * x.
   */
  public static double worst(DoubleSupplier f, double[] x, int n, double[] analytic, double h) {
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double error = error(f, x, i, analytic[i], h);
      worst = error <= worst ? worst : error;
    }
    return worst;
  }

  /**
   * True if f has a kink (for example relu at 0, or where another element becomes the greatest)
   * within 2h of x[i]. A kink is found if the slopes to the left and to the right differ, or if
   * numerical differences with two values of h differ.
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

  /**
   * Smallest divisor of an error. Numerical derivatives below this number are not exact, since
   * values of f are rounded.
   */
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
