package io.dendrite.nn;

import io.dendrite.math.Elementary;

/**
 * Cross-entropy after a sigmoid, for each output separately: p = 1 / (1 + e^-y), loss = -t log p -
 * (1 - t) log(1 - p) = max(y, 0) - y t + log(1 + e^-|y|), which neither overflows nor takes the
 * logarithm of 0; dy = p - t. Targets are from 0 to 1: one target for each of several labels, or
 * one target for a single unit that separates two classes.
 */
final class SigmoidLoss extends PointwiseLoss {
  @Override
  double loss(int j, float y, float t) {
    return Math.max(y, 0f) - (double) y * t + StrictMath.log1p(Elementary.exp(-Math.abs(y)));
  }

  @Override
  float slope(int j, float y, float t) {
    return probability(y) - t;
  }

  @Override
  float low() {
    return 0f;
  }

  private static float probability(float y) {
    float e = Elementary.exp(-Math.abs(y));
    return y < 0 ? e / (1f + e) : 1f / (1f + e);
  }

  @Override
  public void predict(int rows, int width, float[] y, int outputs, float[] predicted) {
    for (int i = 0; i < rows * width; i++) {
      float p = probability(y[i]);
      if (width == outputs) {
        predicted[i] = p;
      } else {
        predicted[2 * i] = 1f - p;
        predicted[2 * i + 1] = p;
      }
    }
  }

  @Override
  public boolean probabilistic() {
    return true;
  }

  @Override
  public void checkTarget(float target) {
    if (!(target >= 0 && target <= 1)) {
      throw new IllegalArgumentException(
          "target " + target + "; the loss sigmoid expects 0, 1 or a probability between them");
    }
  }
}
