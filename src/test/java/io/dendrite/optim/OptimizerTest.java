package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  @Test
  void rulesMatchTheScalarFormulasBitForBit() {
    Random random = new Random(1);
    for (int kind = 0; kind < 3; kind++) {
      float mu = kind == 0 ? 0f : 0.9f;
      Sgd rule = new Sgd(mu, kind == 2);
      float[] w = {random.nextFloat(), 7};
      float[][] slots = kind == 0 ? new float[0][] : new float[][] {{0, 7}};
      assertThat(rule.slots()).hasSize(slots.length);
      float x = w[0];
      float v = 0;
      for (int step = 0; step < 50; step++) {
        float[] g = {random.nextFloat() - 0.5f, 1};
        float d = 0.7f * g[0];
        v = mu * v + d;
        x -= 0.1f * (kind == 0 ? d : kind == 1 ? v : d + mu * v);
        rule.update(w, g, slots, 0.7f, 0.1f, 0, 1);
        assertThat(w).containsExactly(x, 7);
      }
    }
  }

  @Test
  void decayAndClipping() {
    ParameterBlocks blocks = ParameterBlocks.cut(new int[] {1, 1}, new boolean[] {true, false});
    Optimizer o = new Optimizer(new Sgd(0, false), 0.5f, 2.5, blocks);
    float[] w = {4, 4};
    float[] g = {4, 16};
    double norm = o.finish(w, g, 4, (start, end) -> {});
    assertThat(g).containsExactly(3, 4);
    assertThat(norm).isEqualTo(5);
    o.update(w, g, new float[0][], norm, 1);
    assertThat(w).containsExactly(2.5f, 2);
    o.update(w, new float[] {1, 1}, new float[0][], 2.5, 1);
    assertThat(w).containsExactly(1.5f, 1);
  }

  @Test
  void theSumIsCompletedBlockByBlockBeforeItIsUsed() {
    ParameterBlocks blocks = ParameterBlocks.cut(new int[] {5000}, new boolean[] {false});
    Optimizer o = new Optimizer(new Sgd(0, false), 0, 0, blocks);
    float[] g = new float[5000];
    double norm =
        o.finish(new float[5000], g, 2, (start, end) -> java.util.Arrays.fill(g, start, end, 6f));
    assertThat(g).containsOnly(3f);
    assertThat(norm).isEqualTo(Math.sqrt(5000 * 9.0));
  }

  @Test
  void blocksAreCutAtTensorEnds() {
    ParameterBlocks b =
        ParameterBlocks.cut(new int[] {4097, 0, 3, 4096}, new boolean[] {true, true, false, true});
    assertThat(b.from()).containsExactly(0, 4096, 4097, 4100, 8196);
    assertThat(b.decays()).containsExactly(true, true, false, true);
  }

  @Test
  void theNormDoesNotDependOnThreads() throws Exception {
    int n = 1_000_003;
    Optimizer o =
        new Optimizer(
            new Sgd(0.9f, true),
            0.01f,
            1,
            ParameterBlocks.cut(new int[] {n}, new boolean[] {true}));
    float[][] results = new float[2][];
    double[] norms = new double[2];
    for (int i = 0; i < 2; i++) {
      int at = i;
      ForkJoinPool pool = new ForkJoinPool(i == 0 ? 1 : 4);
      pool.submit(
              () -> {
                Random random = new Random(5);
                float[] w = new float[n];
                float[] g = new float[n];
                for (int k = 0; k < n; k++) {
                  w[k] = random.nextFloat();
                  g[k] = random.nextFloat();
                }
                norms[at] = o.finish(w, g, 3, (start, end) -> {});
                o.update(w, g, new float[][] {new float[n]}, norms[at], 0.1);
                results[at] = w;
              })
          .get();
      pool.shutdown();
    }
    assertThat(norms[1]).isEqualTo(norms[0]);
    assertThat(java.util.Arrays.equals(results[0], results[1])).isTrue();
  }

  @Test
  void schedules() {
    assertThat(new Schedule("fixed", 0.5, 1, 1, 1, 0).rate(99, 10, 10)).isEqualTo(0.5);
    Schedule step = new Schedule("step", 1, 0.5, 2, 1, 0);
    assertThat(step.rate(19, 10, 10)).isEqualTo(1);
    assertThat(step.rate(20, 10, 10)).isEqualTo(0.5);
    assertThat(new Schedule("exponential", 1, 0.5, 1, 1, 0).rate(30, 10, 10)).isEqualTo(0.125);
    Schedule polynomial = new Schedule("polynomial", 1, 1, 1, 2, 0);
    assertThat(polynomial.rate(0, 10, 10)).isEqualTo(1);
    assertThat(polynomial.rate(50, 10, 10)).isEqualTo(0.25);
    assertThat(polynomial.rate(99, 10, 10)).isPositive().isLessThan(0.00011);
    Schedule warm = new Schedule("fixed", 1, 1, 1, 1, 0.4);
    assertThat(warm.rate(0, 10, 1)).isEqualTo(0.25);
    assertThat(warm.rate(3, 10, 1)).isEqualTo(1);
    assertThat(warm.rate(4, 10, 1)).isEqualTo(1);
  }

  @Test
  void rangesAreChecked() {
    ParameterBlocks none = ParameterBlocks.cut(new int[0], new boolean[0]);
    Sgd sgd = new Sgd(0, false);
    refused(() -> new Sgd(1, false), "train.optimizer.momentum");
    refused(() -> new Sgd(0, true), "train.optimizer.nesterov");
    refused(() -> new Optimizer(sgd, -1, 0, none), "train.optimizer.weightDecay");
    refused(() -> new Optimizer(sgd, 0, Double.NaN, none), "train.optimizer.clipNorm");
    refused(() -> new Schedule("cosine", 1, 1, 1, 1, 0), "train.schedule.type");
    refused(() -> new Schedule("fixed", 0, 1, 1, 1, 0), "train.optimizer.rate");
    refused(() -> new Schedule("fixed", 1, 2, 1, 1, 0), "train.schedule.decay");
    refused(() -> new Schedule("fixed", 1, 1, 0, 1, 0), "train.schedule.every");
    refused(() -> new Schedule("fixed", 1, 1, 1, 0, 0), "train.schedule.power");
    refused(() -> new Schedule("fixed", 1, 1, 1, 1, -1), "train.schedule.warmup");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String key) {
    assertThatIllegalArgumentException().isThrownBy(call::call).withMessageStartingWith(key);
  }
}
