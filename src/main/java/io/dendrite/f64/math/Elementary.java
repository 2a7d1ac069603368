package io.dendrite.f64.math;

/** The double counterpart of the float approximations: the fdlibm functions, to within one ulp. */
public final class Elementary {
  private Elementary() {}

  /** e^x. */
  public static double exp(double x) {
    return StrictMath.exp(x);
  }

  /** e^x - 1. */
  public static double expm1(double x) {
    return StrictMath.expm1(x);
  }

  /** y[i] = tanh x[i] for n elements. */
  public static void tanh(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = StrictMath.tanh(x[i]);
    }
  }

  /** y[i] = 1 / (1 + e^-x[i]) for n elements. */
  public static void sigmoid(double[] x, double[] y, int n) {
    for (int i = 0; i < n; i++) {
      y[i] = 1 / (1 + StrictMath.exp(-x[i]));
    }
  }
}
