package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Softplus, which Caffe calls BNLL (Dugas et al., 2001): y = log(1 + e^x) = max(x, 0) + log(1 +
 * e^-|x|), which does not overflow; y' = 1 - e^-y.
 */
final class Softplus extends Elementwise {
  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0f) + (float) StrictMath.log1p(Elementary.exp(-Math.abs(x[i])));
    }
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = -dy[i] * Elementary.expm1(-y[i]);
    }
  }
}
