package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Gaussian error linear unit, in its usual approximation (Hendrycks and Gimpel, 2016): y = x/2 (1 +
 * t) with t = tanh u, u = c (x + k x^3), c = sqrt(2 / pi), k = 0.044715.
 *
 * <p>y' = (1 + t)/2 + x/2 (1 - t^2) c (1 + 3 k x^2).
 */
final class Gelu extends ElementwiseByInput {
  private static final float C = (float) 0.7978845608028654;
  private static final float K = (float) 0.044715;

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    inner(x, y, n);
    for (int i = 0; i < n; i++) {
      y[i] = 0.5f * x[i] * (1f + y[i]);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    inner(x, dx, n);
    for (int i = 0; i < n; i++) {
      float t = dx[i];
      float slope = C * (1f + 3f * K * x[i] * x[i]);
      dx[i] = dy[i] * 0.5f * (1f + t + x[i] * (1f - t * t) * slope);
    }
  }

  /** Computes t = tanh u with u = c (x + k x^3), the inner function of GELU, for n elements. */
  private static void inner(float[] x, float[] t, int n) {
    for (int i = 0; i < n; i++) {
      t[i] = C * (x[i] + K * x[i] * x[i] * x[i]);
    }
    Elementary.tanh(t, t, n);
  }
}
