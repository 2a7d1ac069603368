package io.dendrite.f64.net;

import java.util.function.DoubleSupplier;

/**
 * Compares a derivative with numerical differences of four points: f'(x) = (f(x - 2h) - 8 f(x - h)
 * + 8 f(x + h) - f(x + 2h)) / 12h. Error: |a - n| / max(|a|, |n|, floor). Truncation is of order
 * h^4, rounding of 1e-16 |f| / h, so with the sums used here (|f| up to 100) a derivative is known
 * to about 1e-10: smaller ones than the floor 1e-3 are compared absolutely.
 */
final class GradientCheck {
  static final double TOLERANCE = 1e-7;
  static final double FLOOR = 1e-3;

  private GradientCheck() {}

  /** The largest error of the analytic derivative of f by the first n elements of x. */
  static double worst(DoubleSupplier f, double[] x, int n, double[] analytic, double h) {
    double worst = 0;
    for (int i = 0; i < n; i++) {
      double before = x[i];
      double numeric =
          (at(f, x, i, before - 2 * h)
                  - 8 * at(f, x, i, before - h)
                  + 8 * at(f, x, i, before + h)
                  - at(f, x, i, before + 2 * h))
              / (12 * h);
      x[i] = before;
      double a = analytic[i];
      double scale = Math.max(FLOOR, Math.max(Math.abs(a), Math.abs(numeric)));
      double error = Math.abs(a - numeric) / scale;
      worst = error <= worst ? worst : error;
    }
    return worst;
  }

  private static double at(DoubleSupplier f, double[] x, int i, double value) {
    x[i] = value;
    return f.getAsDouble();
  }
}
