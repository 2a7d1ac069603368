package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of the table, with every sample. */
class RulesTest {
  private record Sample(Registry.Entry<Rules.Maker> entry, Map<String, String> values) {
    LearningRule rule() {
      return entry.kind().make(new Values(values, new LinkedHashSet<>()));
    }

    double rate() {
      return Double.parseDouble(values.get("rate"));
    }

    Sample with(String key, String value) {
      Map<String, String> changed = new LinkedHashMap<>(values);
      changed.put(key, value);
      return new Sample(entry, changed);
    }

    @Override
    public String toString() {
      return entry.name() + " " + values;
    }
  }

  /** The options of a sample; those that are asked for are noted. */
  private record Values(Map<String, String> values, Set<String> asked) implements RuleOptions {
    private String value(String key) {
      asked.add(key);
      assertThat(values).as("what a sample has to give").containsKey(key);
      return values.get(key);
    }

    @Override
    public double number(String key) {
      return Double.parseDouble(value(key));
    }

    @Override
    public int integer(String key) {
      return Integer.parseInt(value(key));
    }

    @Override
    public boolean flag(String key) {
      return List.of("false", "true").indexOf(value(key)) == 1;
    }
  }

  static Stream<Sample> samples() {
    return Rules.TABLE.entries().stream()
        .flatMap(entry -> entry.samples().stream().map(values -> new Sample(entry, values)));
  }

  static Stream<Sample> stepwise() {
    return samples().filter(sample -> sample.rule() instanceof UpdateRule);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void asksForItsOptionsAndNoOther(Sample sample) throws Exception {
    Set<String> asked = new LinkedHashSet<>();
    LearningRule rule = sample.entry().kind().make(new Values(sample.values(), asked));
    if (rule instanceof UpdateRule) {
      asked.add("rate");
    }
    assertThat(sample.values().keySet())
        .as("the options in the sample of %s are those that it asks for, and rate", sample)
        .containsExactlyInAnyOrderElementsOf(asked);
    assertThat(rule)
        .as("%s goes step by step or by a line search; no engine runs another one", sample)
        .isInstanceOfAny(UpdateRule.class, QuasiNewton.class);
    assertThat(RegistryTest.sent(rule)).isEqualTo(rule);
    assertThat(sample.rule()).isEqualTo(rule);
    assertThat(rule.slots()).doesNotHaveDuplicates().doesNotContain("average");
  }

  /** Half of each number, the rate apart, which is the schedule's. */
  @ParameterizedTest
  @MethodSource("samples")
  void everyNumberMakesADifference(Sample sample) {
    for (String key : sample.values().keySet()) {
      String value = sample.values().get(key);
      if (key.equals("rate") || value.matches("true|false|0")) {
        continue;
      }
      String half =
          value.matches("[0-9]+")
              ? Integer.toString(Integer.parseInt(value) / 2)
              : Double.toString(Double.parseDouble(value) / 2);
      assertThat(sample.with(key, half).rule()).as(key).isNotEqualTo(sample.rule());
    }
  }

  @Test
  void everySampleIsARuleOfItsOwn() {
    assertThat(samples().map(Sample::rule)).doesNotHaveDuplicates();
  }

  /** The minimum of (x - 1)^2 + 10 (y + 2)^2, which each rule finds from a distance. */
  @ParameterizedTest
  @MethodSource("samples")
  void findsAMinimum(Sample sample) {
    double[] w =
        sample.rule() instanceof QuasiNewton method ? searched(method) : stepped(sample, 3000);
    assertThat(w[0]).isCloseTo(1, within(0.05));
    assertThat(w[1]).isCloseTo(-2, within(0.05));
  }

  private static double[] stepped(Sample sample, int steps) {
    float[] w = {4, 4};
    float[][] slots = new float[sample.rule().slots().size()][2];
    ParameterBlocks blocks =
        ParameterBlocks.cut(List.of(new ParameterBlocks.Tensor(2, 1, 1, 0)), false);
    Optimizer o = new Optimizer(OptimizerSpec.of(sample.rule()), blocks, 1);
    for (int t = 0; t < steps; t++) {
      float[] g = {2 * (w[0] - 1), 20 * (w[1] + 2)};
      double[] squares = o.squares();
      double norm = o.finish(w, g, 1, 1, (start, end) -> {}, squares);
      o.update(w, g, slots, squares, norm, sample.rate(), t);
    }
    return new double[] {w[0], w[1]};
  }

  private static double[] searched(QuasiNewton method) {
    QuasiNewton.Objective f =
        x ->
            new QuasiNewton.Evaluation(
                (x[0] - 1) * (x[0] - 1) + 10 * (x[1] + 2) * (x[1] + 2),
                new double[] {2 * (x[0] - 1), 20 * (x[1] + 2)});
    double[] l1 = method.orthantWise() ? new double[] {1e-3, 1e-3} : null;
    QuasiNewtonState state = QuasiNewtonState.starting(new float[] {4, 4});
    state = state.with(f.at(state.x()));
    for (int i = 0; i < 100; i++) {
      state = method.next(state, f, l1).state();
    }
    return state.x();
  }

  /** Engines update blocks of parameters one by one, on different machines. */
  @ParameterizedTest
  @MethodSource("stepwise")
  void blocksAreIndependent(Sample sample) {
    UpdateRule rule = (UpdateRule) sample.rule();
    int n = 11;
    float[][] w = new float[2][n];
    float[][][] slots = new float[2][rule.slots().size()][n];
    Random random = new Random(3);
    for (int t = 0; t < 30; t++) {
      float[] g = new float[n];
      for (int i = 0; i < n; i++) {
        g[i] = random.nextFloat() - 0.5f;
      }
      rule.update(w[0], g, slots[0], update(sample, t, 2, 9));
      rule.update(w[1], g, slots[1], update(sample, t, 5, 9));
      rule.update(w[1], g, slots[1], update(sample, t, 2, 5));
      assertThat(w[1]).as("step %d", t).containsExactly(w[0]);
      assertThat(slots[1]).isDeepEqualTo(slots[0]);
      for (int i : new int[] {0, 1, 9, 10}) {
        assertThat(w[0][i]).as("beside the block").isZero();
        for (float[] slot : slots[0]) {
          assertThat(slot[i]).as("state beside the block").isZero();
        }
      }
    }
    assertThat(w[0]).as("in the block").isNotEqualTo(new float[n]);
  }

  /** Clipping by norm is a factor on g; half of a number is exact. */
  @ParameterizedTest
  @MethodSource("stepwise")
  void heedsWhatItSaysThatItHeeds(Sample sample) {
    UpdateRule rule = (UpdateRule) sample.rule();
    float[] w = after20Steps(sample, 1, u -> {});
    float[] clipped = after20Steps(sample, 1, u -> u.scale = u.step % 2 == 0 ? 1 : 0.5f);
    float[] halved = after20Steps(sample, 0.5f, u -> u.gradientNorm *= u.step % 2 == 0 ? 1 : 0.5);
    assertThat(clipped)
        .as("%s says that it uses clipNorm: a half for a scale is half of g", sample)
        .isEqualTo(sample.entry().keys().contains("clipNorm") ? halved : w);
    assertThat(Arrays.equals(after20Steps(sample, 1, u -> u.decay = 0.2f), w))
        .as("%s says that it does not decay weights itself", sample)
        .isEqualTo(!rule.decays());
    assertThat(
            Arrays.equals(after20Steps(sample, 1, u -> u.weightNorm = 5), w)
                && Arrays.equals(after20Steps(sample, 1, u -> u.gradientNorm = 5), w))
        .as("%s says that it does not read norms", sample)
        .isEqualTo(!rule.readsNorms());
  }

  /**
   * The parameters.
   *
   * @param odd factor on the gradients of every other step
   * @param change of what each step tells
   */
  private static float[] after20Steps(Sample sample, float odd, Consumer<Update> change) {
    UpdateRule rule = (UpdateRule) sample.rule();
    float[] w = {1, -2, 3};
    float[][] slots = new float[rule.slots().size()][3];
    Random random = new Random(4);
    for (int t = 0; t < 20; t++) {
      float[] g = new float[3];
      for (int i = 0; i < 3; i++) {
        g[i] = (t % 2 == 0 ? 1 : odd) * (random.nextFloat() - 0.5f);
      }
      Update u = update(sample, t, 0, 3);
      u.scale = 1;
      change.accept(u);
      rule.update(w, g, slots, u);
    }
    return w;
  }

  private static Update update(Sample sample, int t, int from, int to) {
    Update u = new Update();
    u.from = from;
    u.to = to;
    u.step = t;
    u.rate = (float) sample.rate();
    u.scale = 0.7f;
    u.decay = 0.1f;
    u.weightNorm = 3;
    u.gradientNorm = 2;
    return u;
  }
}
