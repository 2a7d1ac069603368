package io.dendrite.nn;

/**
 * Absolute distance: loss = |y - t|, summed over outputs; dy = the sign of y - t, or 0 where y = t.
 */
final class AbsoluteLoss extends PointwiseLoss {
  @Override
  double loss(int j, float y, float t) {
    return Math.abs(y - t);
  }

  @Override
  float slope(int j, float y, float t) {
    return Math.signum(y - t);
  }

  @Override
  public boolean takesAnyTarget() {
    return true;
  }
}
