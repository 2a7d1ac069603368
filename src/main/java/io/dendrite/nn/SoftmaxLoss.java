package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Cross-entropy after a softmax, for the class t: p_j = e^{y_j - m} / sum_k e^{y_k - m} with m =
 * max y; loss = log sum_k e^{y_k - m} - (y_t - m); dy_j = p_j - [j = t]. With label smoothing
 * (Szegedy et al., 2016) the fraction s of the target is spread evenly over all K classes: q_j = (1
 * - s) [j = t] + s / K replaces [j = t], and sum_j q_j y_j replaces y_t. The option {@code
 * smoothing} is the fraction s, 0 unless given.
 *
 * <p>The loss computes the logarithm of a sum that is at least 1, instead of a probability that may
 * have underflowed to 0, so the loss of finite scores is finite.
 */
final class SoftmaxLoss implements Loss {
  private final double smoothing;

  SoftmaxLoss(Options options) {
    smoothing = options.fraction("smoothing", 0, 0, 1);
  }

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
      float max = Softmax.max(y, at, width);
      double sum = 0;
      for (int j = at; j < at + width; j++) {
        float e = Elementary.exp(y[j] - max);
        sum += e;
        if (dy != null) {
          dy[j] = e;
        }
      }
      double wanted = smoothing == 0 ? y[target] : smoothed(y, at, width, target);
      loss += weight * (StrictMath.log(sum) + (max - wanted));
      if (dy != null) {
        float scale = (float) (weight / sum);
        float spread = (float) (weight * smoothing / width);
        for (int j = at; j < at + width; j++) {
          dy[j] = dy[j] * scale - spread;
        }
        dy[target] -= (float) (weight * (1 - smoothing));
      }
    }
    return loss;
  }

  private double smoothed(float[] y, int at, int width, int target) {
    double sum = 0;
    for (int j = at; j < at + width; j++) {
      sum += y[j];
    }
    return (1 - smoothing) * y[target] + smoothing * (sum / width);
  }

  @Override
  public void predict(int rows, int width, float[] y, int outputs, float[] predicted) {
    Softmax.apply(y, rows, width);
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
}
