package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule, step by step, against its formula on one number, bit for bit. */
class UpdateRuleTest {
  private static final float RATE = 0.1f;
  private static final float SCALE = 0.7f;
  private static final float DECAY = 0.3f;
  private static final double WEIGHT_NORM = 3;
  private static final double GRADIENT_NORM = 2;

  /** The formula: one step of one parameter with state s. */
  private interface Formula {
    float step(float w, float g, float[] s, int t);
  }

  private record Case(UpdateRule rule, Formula formula) {
    @Override
    public String toString() {
      return rule.toString();
    }
  }

  static Stream<Case> rules() {
    return Stream.of(
        new Case(new Sgd(0, false), (w, g, s, t) -> w - RATE * (SCALE * g)),
        new Case(
            new Sgd(0.9f, false),
            (w, g, s, t) -> {
              s[0] = 0.9f * s[0] + SCALE * g;
              return w - RATE * s[0];
            }),
        new Case(
            new Sgd(0.9f, true),
            (w, g, s, t) -> {
              s[0] = 0.9f * s[0] + SCALE * g;
              return w - RATE * (SCALE * g + 0.9f * s[0]);
            }),
        new Case(
            new Lars(0.01f, 0.9f),
            (w, g, s, t) -> {
              float local = (float) (RATE * 0.01f * (WEIGHT_NORM / (SCALE * GRADIENT_NORM)));
              s[0] = 0.9f * s[0] + local * (SCALE * g);
              return w - s[0];
            }),
        new Case(
            new AdaGrad(1e-3f),
            (w, g, s, t) -> {
              float d = SCALE * g;
              s[0] += d * d;
              return w - RATE * d / ((float) Math.sqrt(s[0]) + 1e-3f);
            }),
        new Case(
            new RmsProp(0.9f, 1e-3f),
            (w, g, s, t) -> {
              float d = SCALE * g;
              s[0] = 0.9f * s[0] + (1f - 0.9f) * (d * d);
              return w - RATE * d / ((float) Math.sqrt(s[0]) + 1e-3f);
            }),
        new Case(
            new AdaDelta(0.9f, 1e-3f),
            (w, g, s, t) -> {
              float d = SCALE * g;
              s[0] = 0.9f * s[0] + (1f - 0.9f) * (d * d);
              float delta = d * ((float) Math.sqrt(s[1] + 1e-3f) / (float) Math.sqrt(s[0] + 1e-3f));
              s[1] = 0.9f * s[1] + (1f - 0.9f) * (delta * delta);
              return w - RATE * delta;
            }),
        new Case(new Adam(0.9f, 0.99f, 1e-3f, false), (w, g, s, t) -> w - adam(g, s, t)),
        new Case(
            new Adam(0.9f, 0.99f, 1e-3f, true),
            (w, g, s, t) -> (1f - RATE * DECAY) * w - adam(g, s, t)),
        new Case(new Rprop(), UpdateRuleTest::rprop));
  }

  private static float adam(float g, float[] s, int t) {
    float d = SCALE * g;
    s[0] = 0.9f * s[0] + (1f - 0.9f) * d;
    s[1] = 0.99f * s[1] + (1f - 0.99f) * (d * d);
    float first = (float) (RATE / (1 - StrictMath.pow(0.9f, t)));
    float second = (float) Math.sqrt(1 - StrictMath.pow(0.99f, t));
    return first * s[0] / ((float) Math.sqrt(s[1]) / second + 1e-3f);
  }

  private static float rprop(float w, float g, float[] s, int t) {
    float length = t == 1 ? RATE : s[0];
    if (g * s[1] > 0) {
      length = Math.min(1.2f * length, 50f);
    }
    if (g * s[1] < 0) {
      s[0] = Math.max(0.5f * length, 1e-6f);
      s[1] = 0;
      return w;
    }
    s[0] = length;
    s[1] = g;
    return g > 0 ? w - length : g < 0 ? w + length : w;
  }

  @ParameterizedTest
  @MethodSource("rules")
  void isItsFormula(Case c) {
    Random random = new Random(1);
    int count = c.rule().slots().size();
    float[] w = {7, random.nextFloat(), 7};
    float[][] slots = new float[count][3];
    float x = w[1];
    float[] state = new float[2];
    for (int t = 1; t <= 60; t++) {
      float g = t == 20 ? 0 : random.nextFloat() - 0.5f;
      x = c.formula().step(x, g, state, t);
      c.rule().update(w, new float[] {9, g, 9}, slots, update(t));
      assertThat(w).as("step %d", t).containsExactly(7, x, 7);
      for (int k = 0; k < count; k++) {
        assertThat(slots[k]).as(c.rule().slots().get(k)).containsExactly(0, state[k], 0);
      }
    }
  }

  private static Update update(int t) {
    Update u = new Update();
    u.from = 1;
    u.to = 2;
    u.step = t - 1;
    u.rate = RATE;
    u.scale = SCALE;
    u.decay = DECAY;
    u.weightNorm = WEIGHT_NORM;
    u.gradientNorm = GRADIENT_NORM;
    return u;
  }
}
