package io.dendrite.optim;

import java.util.List;

/**
 * Resilient backpropagation (Riedmiller and Braun, 1993) in the variant iRprop- (Igel and Huesken,
 * 2000): w = w - sign(g) step, where each parameter has its own step. After two gradients of the
 * same sign, the step is multiplied by 1.2 (to at most 50). After a change of sign, the step is
 * halved (to at least 1e-6) and the gradient is set to 0. The learning rate is the length of the
 * first step. The rule needs the gradient of all rows, because the signs of mini-batch gradients
 * change by chance.
 */
public record Rprop() implements UpdateRule {
  private static final float LONGER = 1.2f;
  private static final float SHORTER = 0.5f;
  private static final float LONGEST = 50f;
  private static final float SHORTEST = 1e-6f;

  @Override
  public List<String> slots() {
    return List.of("steps", "previous");
  }

  @Override
  public boolean followsSchedule() {
    return false;
  }

  @Override
  public boolean fullBatch() {
    return true;
  }

  @Override
  public void update(float[] w, float[] g, float[][] slots, Update u) {
    float[] step = slots[0];
    float[] previous = slots[1];
    float first = u.rate;
    int to = u.to;
    for (int i = u.from; i < to; i++) {
      float d = g[i];
      float length = step[i] == 0 ? first : step[i];
      float sign = Math.signum(d) * Math.signum(previous[i]);
      if (sign > 0) {
        length = Math.min(LONGER * length, LONGEST);
      } else if (sign < 0) {
        length = Math.max(SHORTER * length, SHORTEST);
        d = 0;
      }
      step[i] = length;
      previous[i] = d;
      w[i] -= Math.signum(d) * length;
    }
  }
}
