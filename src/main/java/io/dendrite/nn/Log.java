package io.dendrite.nn;

/**
 * Natural logarithm: y = log x; y' = 1 / x. For x below 0, y is NaN, and the training run ends with
 * an error.
 */
final class Log extends ElementwiseByInput {
  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = (float) StrictMath.log(x[i]);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] / x[i];
    }
  }
}
