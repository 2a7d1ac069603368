package io.dendrite.optim;

import java.util.List;

/**
 * Layer-wise adaptive rate scaling (You et al., 2017), for large batches: v = mu v + eta trust (|w|
 * / |g|) g, w = w - v, where |w| and |g| are norms over a whole tensor and g includes weight decay.
 * For a tensor without weight decay (such as a bias) and for a tensor whose elements are all zero,
 * the factor trust |w| / |g| is replaced by 1.
 *
 * @param trust factor of |w| / |g|, above 0
 * @param momentum mu, the momentum, in [0, 1)
 */
public record Lars(float trust, float momentum) implements UpdateRule {
  @Override
  public List<String> slots() {
    return List.of("velocity");
  }

  @Override
  public boolean readsNorms() {
    return true;
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, Update u) {
    double norm = u.scale * u.gradientNorm;
    boolean trusted = u.weightNorm > 0 && norm > 0;
    float rate = trusted ? (float) (u.rate * trust * (u.weightNorm / norm)) : u.rate;
    float[] v = slots[0];
    float mu = momentum;
    float scale = u.scale;
    int to = u.to;
    for (int i = u.from; i < to; i++) {
      v[i] = mu * v[i] + rate * (scale * g[i]);
      w[i] -= v[i];
    }
  }
}
