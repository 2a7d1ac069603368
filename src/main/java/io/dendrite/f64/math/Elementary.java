package io.dendrite.f64.math;

/**
 * The double-precision counterpart of the float approximations in {@code io.dendrite.math}:
 * functions of {@link StrictMath}, which are exact to within one ulp.
 */
public final class Elementary {
  private Elementary() {}

  /** Returns e^x. */
  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  /** Returns e^x - 1, with full precision near 0. */
  public static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  /** Computes y[i] = tanh x[i] for n elements. */
  public static void tanh(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = StrictMath.tanh(x[i]);
    }
  }

  /** Computes the sigmoid y[i] = 1 / (1 + e^-x[i]) for n elements. */
  public static void sigmoid(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = 1 / (1 + StrictMath.exp(-x[i]));
    }
  }
}
