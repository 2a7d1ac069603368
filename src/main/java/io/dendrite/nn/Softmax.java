package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Softmax of a row (Bridle, 1990): y_j = e^{x_j - m} / sum_k e^{x_k - m} with m = max x; dx_j = y_j
 * (dy_j - sum_k dy_k y_k). The loss {@code softmax} computes this function itself, so a network
 * with this loss needs no softmax layer at its end.
 */
final class Softmax implements Layer {
  @Override
  public Shape shape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public void forward(Slot s) {
    System.arraycopy(s.x, 0, s.y, 0, s.rows * s.out);
    apply(s.y, s.rows, s.out);
  }

  /** Turns every row of y[rows][width] into its softmax. */
  static void apply(float[] y, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float max = max(y, at, width);
      double sum = 0;
      for (int j = at; j < at + width; j++) {
        y[j] = Elementary.exp(y[j] - max);
        sum += y[j];
      }
      float scale = (float) (1 / sum);
      for (int j = at; j < at + width; j++) {
        y[j] *= scale;
      }
    }
  }

  /** Returns the greatest of n elements of y, from index {@code at} on. */
  static float max(float[] y, int at, int n) {
    float max = y[at];
    for (int j = at + 1; j < at + n; j++) {
      max = Math.max(max, y[j]);
    }
    return max;
  }

  @Override
  public void backward(Slot s) {
    float[] y = s.y;
    float[] dy = s.dy;
    float[] dx = s.dx;
    for (int at = 0; at < s.rows * s.out; at += s.out) {
      double sum = 0;
      for (int j = at; j < at + s.out; j++) {
        sum += dy[j] * y[j];
      }
      float mean = (float) sum;
      for (int j = at; j < at + s.out; j++) {
        dx[j] = y[j] * (dy[j] - mean);
      }
    }
  }

  @Override
  public boolean readsInput() {
    return false;
  }
}
