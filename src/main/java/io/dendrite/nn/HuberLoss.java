package io.dendrite.nn;

/**
 * Huber's loss (1964): with r = y - t, loss = r^2 / 2 where |r| is at most d, else d (|r| - d / 2),
 * summed over outputs; dy = r, clipped to [-d, d]. The option {@code delta} is the number d, above
 * 0, 1 unless given.
 */
final class HuberLoss extends PointwiseLoss {
  private final double delta;

  /**
   * For each output, the number d in units of the output's scaled targets; null if targets are not
   * scaled.
   */
  private final float[] scaled;

  HuberLoss(Options options) {
    this(options.positive("delta", 1), null);
  }

  private HuberLoss(double delta, float[] scaled) {
    this.delta = delta;
    this.scaled = scaled;
  }

  @Override
  double loss(int j, float y, float t) {
    float d = delta(j);
    double r = Math.abs(y - t);
    return r <= d ? 0.5 * r * r : d * (r - 0.5 * d);
  }

  @Override
  float slope(int j, float y, float t) {
    float d = delta(j);
    return Math.max(-d, Math.min(d, y - t));
  }

  private float delta(int j) {
    return scaled == null ? (float) delta : scaled[j];
  }

  @Override
  public boolean takesAnyTarget() {
    return true;
  }

  @Override
  public Loss ofTargetsDividedBy(double[] spread) {
    float[] deltas = new float[spread.length];
    for (int j = 0; j < deltas.length; j++) {
      deltas[j] = (float) (delta / spread[j]);
    }
    return new HuberLoss(delta, deltas);
  }
}
