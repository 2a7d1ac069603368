package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Softmax with cross-entropy on the class t: p_j = e^{y_j - m} / sum_k e^{y_k - m} with m = max y;
 * loss = log sum_k e^{y_k - m} - (y_t - m); dy_j = p_j - [j = t].
 *
 * <p>The logarithm is of a sum of at least 1, never of an underflowed probability, so the loss of
 * finite scores is finite.
 */
final class SoftmaxLoss implements Loss {
  @Override
  public double evaluate(
      int rows,
      int width,
      float[] y,
      float[] targets,
      boolean classes,
      float[] weights,
      float[] dy) {
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      int target = at + (int) targets[row];
      float weight = weights == null ? 1f : weights[row];
      float max = max(y, at, width);
      double sum = 0;
      for (int j = at; j < at + width; j++) {
        float e = Elementary.exp(y[j] - max);
        sum += e;
        if (dy != null) {
          dy[j] = e;
        }
      }
      loss += weight * (StrictMath.log(sum) + ((double) max - y[target]));
      if (dy != null) {
        float scale = (float) (weight / sum);
        for (int j = at; j < at + width; j++) {
          dy[j] *= scale;
        }
        dy[target] -= weight;
      }
    }
    return loss;
  }

  @Override
  public void predict(int rows, int width, float[] y) {
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

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public void check(boolean classes, int width) {
    if (!classes) {
      throw new IllegalArgumentException(
          "network.loss = softmax needs network.task = classification; for regression use euclidean");
    }
  }

  private static float max(float[] y, int at, int width) {
    float max = y[at];
    for (int j = at + 1; j < at + width; j++) {
      max = Math.max(max, y[j]);
    }
    return max;
  }
}
