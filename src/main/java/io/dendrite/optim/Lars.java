package io.dendrite.optim;

import java.util.List;

/**
 * Layer-wise adaptive rate scaling (You et al., 2017), for large batches: momentum with the rate of
 * each tensor times trust |w| / |g|, g with weight decay: v = mu v + eta trust (|w| / |g|) g, w = w
 * - v. A tensor without decay (a bias), or one that is all zero, has the plain rate.
 *
 * @param trust above 0
 * @param momentum mu, in [0, 1)
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
