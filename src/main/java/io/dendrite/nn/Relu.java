package io.dendrite.nn;

/**
 * Rectified linear unit (Nair and Hinton, 2010): y = max(x, 0); y' = 1 where y > 0, else 0.
 *
 * <p>The derivative is computed as min(y 2^254, 1). A loop with a comparison for each element does
 * not vectorise, and takes ten times as long if the signs of the elements are random. For every y >
 * 0, even the smallest, the product y 2^254 is at least 1, so the result is exact.
 */
final class Relu extends Elementwise {
  private static final float HUGE = 0x1p127f;

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = Math.max(x[i], 0f);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * Math.min(y[i] * HUGE * HUGE, 1f);
    }
  }
}
