package io.dendrite.optim;

import java.util.List;

/**
 * Stochastic gradient descent: v = mu v + g, w = w - eta v (Polyak, 1964); with Nesterov's
 * look-ahead, w = w - eta (g + mu v), where v is the new v (Sutskever et al., 2013). Without
 * momentum, w = w - eta g, and the rule has no state.
 *
 * @param momentum mu, the momentum, in [0, 1)
 * @param nesterov whether to use Nesterov's look-ahead
 */
public record Sgd(float momentum, boolean nesterov) implements UpdateRule {
  @Override
  public List<String> slots() {
    return momentum == 0 ? List.of() : List.of("velocity");
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, Update u) {
    float rate = u.rate;
    float scale = u.scale;
    int to = u.to;
    if (momentum == 0) {
      for (int i = u.from; i < to; i++) {
        w[i] -= rate * (scale * g[i]);
      }
      return;
    }
    float[] v = slots[0];
    float mu = momentum;
    if (nesterov) {
      for (int i = u.from; i < to; i++) {
        float d = scale * g[i];
        v[i] = mu * v[i] + d;
        w[i] -= rate * (d + mu * v[i]);
      }
    } else {
      for (int i = u.from; i < to; i++) {
        v[i] = mu * v[i] + scale * g[i];
        w[i] -= rate * v[i];
      }
    }
  }
}
