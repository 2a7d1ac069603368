package io.dendrite.optim;

import java.util.List;

/**
 * Adam (Kingma and Ba, 2015): m = b1 m + (1 - b1) g, s = b2 s + (1 - b2) g^2, w = w - eta (m / (1 -
 * b1^t)) / (sqrt(s / (1 - b2^t)) + epsilon), where t is the number of the step, from 1. With
 * decoupled decay (AdamW, by Loshchilov and Hutter, 2019), the weight decay lambda is not part of
 * g; instead, w = (1 - eta lambda) w is computed before the update.
 *
 * @param beta1 b1, decay of the running mean of gradients, in [0, 1)
 * @param beta2 b2, decay of the running mean of squared gradients, in [0, 1)
 * @param epsilon number, above 0, that keeps the divisor above 0
 * @param decoupled whether weight decay is decoupled (AdamW)
 */
public record Adam(float beta1, float beta2, float epsilon, boolean decoupled)
    implements UpdateRule {
  @Override
  public List<String> slots() {
    return List.of("moments", "squares");
  }

  @Override
  public boolean decays() {
    return decoupled;
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, Update u) {
    float[] m = slots[0];
    float[] s = slots[1];
    float rate = (float) (u.rate / (1 - StrictMath.pow(beta1, u.step + 1)));
    float root = (float) Math.sqrt(1 - StrictMath.pow(beta2, u.step + 1));
    float kept = decoupled ? 1f - u.rate * u.decay : 1f;
    float scale = u.scale;
    int to = u.to;
    for (int i = u.from; i < to; i++) {
      float d = scale * g[i];
      m[i] = beta1 * m[i] + (1f - beta1) * d;
      s[i] = beta2 * s[i] + (1f - beta2) * (d * d);
      w[i] = kept * w[i] - rate * m[i] / ((float) Math.sqrt(s[i]) / root + epsilon);
    }
  }
}
