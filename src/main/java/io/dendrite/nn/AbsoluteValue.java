package io.dendrite.nn;

/** Absolute value: y = |x|; y' = the sign of x, or 0 where x = 0. */
final class AbsoluteValue extends ElementwiseByInput {
  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = Math.abs(x[i]);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * Math.signum(x[i]);
    }
  }
}
