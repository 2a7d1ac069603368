package io.dendrite.math;

/**
 * Approximations, in float, of the elementary functions exp, expm1, tanh and sigmoid. The functions
 * use only additions, multiplications and divisions. The functions therefore give the same bits on
 * every machine, and loops over arrays vectorise.
 *
 * <p>The errors, tested against {@link StrictMath}, are at most 1 ulp for {@code exp}, 4 ulp for
 * {@code expm1}, 6 ulp for {@code tanh}, and 2^-22 (absolute) for {@code sigmoid}.
 */
public final class Elementary {
  private static final double LOG2_E = 1.4426950408889634;
  private static final double LN_2 = 0.6931471805599453;

  /**
   * Coefficients 1 / k! of the power series of e^x. The coefficients are constants, since a
   * division takes as long as ten multiplications.
   */
  private static final double C3 = 1 / 6.0;

  private static final double C4 = 1 / 24.0;
  private static final double C5 = 1 / 120.0;
  private static final double C6 = 1 / 720.0;
  private static final double C7 = 1 / 5040.0;
  private static final double C8 = 1 / 40320.0;

  /**
   * tanh x = x P(x^2) / Q(x^2) on [-9, 9]; outside this interval, |tanh x| is 1 to within an ulp.
   * The polynomials P and Q have the degrees 5 and 4. The polynomials minimise the largest relative
   * error; they are fitted by weighted least squares with Lawson's reweighting. The largest
   * relative error is 1.3e-9 before rounding.
   */
  private static final float LIMIT = 9f;

  private static final float P1 = 0.13680853f;
  private static final float P2 = 0.003869503f;
  private static final float P3 = 2.8031214e-5f;
  private static final float P4 = 3.0642298e-8f;
  private static final float P5 = -1.2246083e-11f;
  private static final float Q1 = 0.47014186f;
  private static final float Q2 = 0.02725014f;
  private static final float Q3 = 3.940705e-4f;
  private static final float Q4 = 1.2890283e-6f;

  private Elementary() {}

  /**
   * e^x, computed in double as 2^k e^r, where x = k ln 2 + r and |r| is at most (ln 2) / 2. The
   * power series of e^r is used up to the term r^8.
   */
  public static float exp(float x) {
    if (x < -104f) {
      return 0f;
    }
    if (x > 89f) {
      return Float.POSITIVE_INFINITY;
    }
    double k = Math.rint(x * LOG2_E);
    double q = seriesWithoutOne(x - k * LN_2);
    return x != x ? x : (float) ((q + 1) * power(k));
  }

  /**
   * e^x - 1. Near 0, the result is the power series of e^x without its first term 1, because adding
   * and then subtracting 1 would lose digits.
   */
  public static float expm1(float x) {
    if (x < -0.3f || x > 0.3f) {
      return exp(x) - 1f;
    }
    return x != x ? x : (float) seriesWithoutOne(x);
  }

  /** e^r - 1, computed by the power series up to the term r^8. */
  private static double seriesWithoutOne(double r) {
    double p = r * C8 + C7;
    p = r * p + C6;
    p = r * p + C5;
    p = r * p + C4;
    p = r * p + C3;
    p = r * p + 0.5;
    p = r * p + 1;
    return r * p;
  }

  /** Returns 2^k for a whole number k. */
  private static double power(double k) {
    return Double.longBitsToDouble(((long) k + 1023) << 52);
  }

  /** Computes y[i] = tanh x[i] for n elements. */
  public static void tanh(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.max(-LIMIT, Math.min(LIMIT, x[i]));
      float u = v * v;
      float p = ((((P5 * u + P4) * u + P3) * u + P2) * u + P1) * u + 1f;
      float q = (((Q4 * u + Q3) * u + Q2) * u + Q1) * u + 1f;
      y[i] = Math.max(-1f, Math.min(1f, v * p / q));
    }
  }

  /** Computes the sigmoid y[i] = 1 / (1 + e^-x[i]) = 1/2 + 1/2 tanh(x[i] / 2) for n elements. */
  public static void sigmoid(float[] x, float[] y, int n) {
    for (int i = 0; i < n; i++) {
      float v = Math.max(-LIMIT, Math.min(LIMIT, 0.5f * x[i]));
      float u = v * v;
      float p = ((((P5 * u + P4) * u + P3) * u + P2) * u + P1) * u + 1f;
      float q = (((Q4 * u + Q3) * u + Q2) * u + Q1) * u + 1f;
      y[i] = 0.5f + 0.5f * Math.max(-1f, Math.min(1f, v * p / q));
    }
  }
}
