package io.dendrite.optim;

import java.util.List;

/**
 * RMSProp (Hinton, 2012): s = rho s + (1 - rho) g^2, w = w - eta g / (sqrt(s) + epsilon).
 *
 * @param rho decay of the running mean of squared gradients, in [0, 1)
 * @param epsilon number, above 0, that keeps the divisor above 0
 */
public record RmsProp(float rho, float epsilon) implements UpdateRule {
  @Override
  public List<String> slots() {
    return List.of("squares");
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, Update u) {
    float[] s = slots[0];
    float rate = u.rate;
    float scale = u.scale;
    int to = u.to;
    for (int i = u.from; i < to; i++) {
      float d = scale * g[i];
      s[i] = rho * s[i] + (1f - rho) * (d * d);
      w[i] -= rate * d / ((float) Math.sqrt(s[i]) + epsilon);
    }
  }
}
