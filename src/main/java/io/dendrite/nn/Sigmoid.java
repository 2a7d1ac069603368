package io.dendrite.nn;

import io.dendrite.math.Elementary;

/** Sigmoid: y = 1 / (1 + e^-x); y' = y (1 - y). */
final class Sigmoid extends Elementwise {
  @Override
  public void forward(Slot s) {
    Elementary.sigmoid(s.x, s.y, s.rows * s.out);
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * y[i] * (1f - y[i]);
    }
  }
}
