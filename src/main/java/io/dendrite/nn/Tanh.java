package io.dendrite.nn;

import io.dendrite.math.Elementary;

/** Hyperbolic tangent: y = tanh x; y' = 1 - y^2. */
final class Tanh extends Elementwise {
  @Override
  public void forward(Slot s) {
    Elementary.tanh(s.x, s.y, s.rows * s.out);
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * (1f - y[i] * y[i]);
    }
  }
}
