package io.dendrite.optim;

import java.util.List;

/**
 * AdaDelta (Zeiler, 2012): s = rho s + (1 - rho) g^2, d = sqrt(a + epsilon) / sqrt(s + epsilon) g,
 * a = rho a + (1 - rho) d^2, w = w - eta d. In Zeiler's original rule, the learning rate eta is 1.
 *
 * @param rho decay of the running means of squares, in [0, 1)
 * @param epsilon number, above 0, that keeps the divisor above 0
 */
public record AdaDelta(float rho, float epsilon) implements UpdateRule {
  @Override
  public List<String> slots() {
    return List.of("squares", "deltas");
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, Update u) {
    float[] s = slots[0];
    float[] a = slots[1];
    float rate = u.rate;
    float scale = u.scale;
    int to = u.to;
    for (int i = u.from; i < to; i++) {
      float d = scale * g[i];
      s[i] = rho * s[i] + (1f - rho) * (d * d);
      d *= (float) Math.sqrt(a[i] + epsilon) / (float) Math.sqrt(s[i] + epsilon);
      a[i] = rho * a[i] + (1f - rho) * (d * d);
      w[i] -= rate * d;
    }
  }
}
