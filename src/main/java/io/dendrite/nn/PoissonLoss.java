package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Poisson regression of counts t of at least 0: y is the logarithm of the rate, loss = e^y - t y
 * (the negative log-likelihood without the constant log t!), summed over outputs; dy = e^y - t. The
 * predictions that users see are the rates e^y.
 */
final class PoissonLoss extends PointwiseLoss {
  @Override
  double loss(int j, float y, float t) {
    return Elementary.exp(y) - (double) t * y;
  }

  @Override
  float slope(int j, float y, float t) {
    return Elementary.exp(y) - t;
  }

  @Override
  public void predict(int rows, int width, float[] y, int outputs, float[] predicted) {
    for (int i = 0; i < rows * width; i++) {
      predicted[i] = Elementary.exp(y[i]);
    }
  }

  @Override
  public boolean fits(boolean classes, int outputs, int width) {
    return width == outputs;
  }

  @Override
  public void check(boolean classes, int outputs) {
    if (classes) {
      throw new IllegalArgumentException(
          "network.loss = poisson needs network.task = regression; for classification use softmax");
    }
  }

  @Override
  public void checkTarget(float target) {
    if (!(target >= 0)) {
      throw new IllegalArgumentException(
          "target " + target + "; network.loss = poisson expects counts of at least 0");
    }
  }
}
