package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Exponential linear unit (Clevert et al., 2016): y = x and y' = 1 where x > 0; elsewhere y = a
 * (e^x - 1) and y' = y + a. The option {@code alpha} is the number a, above 0, 1 unless given.
 */
final class Elu extends Elementwise {
  private final float alpha;

  Elu(Options options) {
    alpha = (float) options.positive("alpha", 1);
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    float a = alpha;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = x[i] > 0 ? x[i] : a * Elementary.expm1(x[i]);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    float a = alpha;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = y[i] > 0 ? dy[i] : dy[i] * (y[i] + a);
    }
  }
}
