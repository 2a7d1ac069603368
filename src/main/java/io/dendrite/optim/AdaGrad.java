package io.dendrite.optim;

import java.util.List;

/**
 * AdaGrad (Duchi et al., 2011): s = s + g^2, w = w - eta g / (sqrt(s) + epsilon).
 *
 * @param epsilon number, above 0, that keeps the divisor above 0
 */
public record AdaGrad(float epsilon) implements UpdateRule {
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
      s[i] += d * d;
      w[i] -= rate * d / ((float) Math.sqrt(s[i]) + epsilon);
    }
  }
}
