package io.dendrite.nn;

import io.dendrite.math.Elementary;

/** Exponential function: y = e^x; y' = y. */
final class Exp extends Elementwise {
  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = Elementary.exp(x[i]);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * y[i];
    }
  }
}
