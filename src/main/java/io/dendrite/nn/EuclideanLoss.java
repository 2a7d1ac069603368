package io.dendrite.nn;

/**
 * Half the squared distance: loss = 1/2 |y - t|^2, summed over outputs; dy = y - t. With a single
 * unit, targets -1 and 1 and {@code train.batch = 1}, a training step is the learning rule of
 * Widrow and Hoff (ADALINE, 1960).
 */
final class EuclideanLoss extends PointwiseLoss {
  @Override
  double loss(int j, float y, float t) {
    float difference = y - t;
    return 0.5 * ((double) difference * difference);
  }

  @Override
  float slope(int j, float y, float t) {
    return y - t;
  }

  @Override
  public boolean takesAnyTarget() {
    return true;
  }
}
