package io.dendrite.nn;

/**
 * Huber (1964): with r = y - t, loss = r^2 / 2 where |r| is at most d, else d (|r| - d / 2), summed
 * over outputs; dy = r, clipped to [-d, d]. Option: {@code delta} d, above 0, 1 unless given.
 */
final class HuberLoss extends PointwiseLoss {
  private final float delta;

  HuberLoss(Options options) {
    delta = (float) options.positive("delta", 1);
  }

  @Override
  double loss(float y, float t) {
    double r = Math.abs(y - t);
    return r <= delta ? 0.5 * r * r : delta * (r - 0.5 * delta);
  }

  @Override
  float slope(float y, float t) {
    return Math.max(-delta, Math.min(delta, y - t));
  }
}
