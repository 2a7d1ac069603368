package io.dendrite.nn;

/**
 * Leaky rectified linear unit (Maas et al., 2013): y = x and y' = 1 where x > 0; elsewhere y = a x
 * and y' = a. The option {@code slope} is the number a, from 0 (inclusive) to 1 (exclusive), 0.01
 * unless given.
 */
final class LeakyRelu extends ElementwiseByInput {
  private final float slope;

  LeakyRelu(Options options) {
    slope = (float) options.fraction("slope", 0.01, 0, 1);
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    float a = slope;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], a * x[i]);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] dx = s.dx;
    float a = slope;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = x[i] > 0 ? dy[i] : a * dy[i];
    }
  }
}
