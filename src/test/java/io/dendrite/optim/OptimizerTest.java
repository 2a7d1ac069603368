package io.dendrite.optim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class OptimizerTest {
  private static ParameterBlocks blocks(ParameterBlocks.Tensor... tensors) {
    return ParameterBlocks.cut(List.of(tensors), true);
  }

  private static Optimizer optimizer(OptimizerSpec spec, ParameterBlocks blocks) {
    return new Optimizer(spec, blocks, 1);
  }

  /** A step with a mean gradient; returns the gradient's norm. */
  private static double step(
      Optimizer o, float[] w, float[] g, float[][] slots, double rate, long step) {
    double[] squares = o.squares();
    double norm = o.finish(w, g, 1, 1, (start, end) -> {}, squares);
    o.update(w, g, slots, squares, norm, rate, step);
    return norm;
  }

  @Test
  void decayAndClipping() {
    ParameterBlocks blocks =
        blocks(new ParameterBlocks.Tensor(1, 1, 1, 1), new ParameterBlocks.Tensor(1, 1, 1, 0));
    OptimizerSpec spec = new OptimizerSpec(new Sgd(0, false), 0.5f, 0, 0, 0, 2.5, Averaging.NONE);
    Optimizer o = optimizer(spec, blocks);
    float[] w = {4, 4};
    float[] g = {4, 16};
    double[] squares = o.squares();
    double norm = o.finish(w, g, 4, 4, (start, end) -> {}, squares);
    assertThat(g).containsExactly(3, 4);
    assertThat(norm).isEqualTo(5);
    o.update(w, g, new float[0][], squares, norm, 1, 0);
    assertThat(w).containsExactly(2.5f, 2);
    o.update(w, new float[] {1, 1}, new float[0][], squares, 2.5, 1, 0);
    assertThat(w).containsExactly(1.5f, 1);
  }

  @Test
  void theSumIsCompletedBlockByBlockBeforeItIsUsed() {
    ParameterBlocks blocks = blocks(new ParameterBlocks.Tensor(5000, 1, 1, 0));
    Optimizer o = optimizer(OptimizerSpec.of(new Sgd(0, false)), blocks);
    float[] g = new float[5000];
    double norm =
        o.finish(
            new float[5000],
            g,
            2,
            2,
            (start, end) -> java.util.Arrays.fill(g, start, end, 6f),
            o.squares());
    assertThat(g).containsOnly(3f);
    assertThat(norm).isEqualTo(Math.sqrt(5000 * 9.0));
  }

  @Test
  void blocksAreCutAtTensorEnds() {
    ParameterBlocks b =
        blocks(
            new ParameterBlocks.Tensor(4097, 1, 1, 1),
            new ParameterBlocks.Tensor(0, 1, 1, 1),
            new ParameterBlocks.Tensor(3, 1, 1, 0),
            new ParameterBlocks.Tensor(4096, 1, 1, 1));
    assertThat(b.from()).containsExactly(0, 4096, 4097, 4100, 8196);
    assertThat(b.tensor()).containsExactly(0, 0, 2, 3);
  }

  @Test
  void theNormDoesNotDependOnThreads() throws Exception {
    int n = 1_000_003;
    Optimizer o =
        optimizer(
            new OptimizerSpec(new Lars(0.1f, 0.9f), 0.01f, 0, 0, 0, 1, Averaging.NONE),
            blocks(new ParameterBlocks.Tensor(n, 1, 1, 1)));
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
                double[] squares = o.squares();
                norms[at] = o.finish(w, g, 3, 3, (start, end) -> {}, squares);
                o.update(w, g, new float[][] {new float[n]}, squares, norms[at], 0.1, 0);
                results[at] = w;
              })
          .get();
      pool.shutdown();
    }
    assertThat(norms[1]).isEqualTo(norms[0]);
    assertThat(java.util.Arrays.equals(results[0], results[1])).isTrue();
  }

  @Test
  void everyOptionDoesWhatItSays() {
    float[] w = {3, -4, 0.5f, 2};
    ParameterBlocks blocks = blocks(new ParameterBlocks.Tensor(4, 2, 1, 1));
    Sgd sgd = new Sgd(0, false);
    // L1 pulls towards 0.
    float[] g = new float[4];
    Optimizer l1 = optimizer(new OptimizerSpec(sgd, 0, 0.25f, 0, 0, 0, Averaging.NONE), blocks);
    l1.finish(w, g, 1, 1, (start, end) -> {}, l1.squares());
    assertThat(g).containsExactly(0.25f, -0.25f, 0.25f, 0.25f);
    // Units are rows of two weights.
    Optimizer maxNorm = optimizer(new OptimizerSpec(sgd, 0, 0, 2.5f, 0, 0, Averaging.NONE), blocks);
    float[] limited = w.clone();
    step(maxNorm, limited, new float[4], new float[0][], 1, 0);
    assertThat(limited).containsExactly(1.5f, -2, 0.5f, 2);
    // Also the norms of weights that do not decay, but not of biases.
    float[] free = w.clone();
    OptimizerSpec limit = new OptimizerSpec(sgd, 0, 0, 2.5f, 0, 0, Averaging.NONE);
    ParameterBlocks mixed =
        blocks(
            new ParameterBlocks.Tensor(2, 2, 1, 0, true, 0),
            new ParameterBlocks.Tensor(2, 2, 1, 0, false, 0));
    free[2] = 30;
    step(optimizer(limit, mixed), free, new float[4], new float[0][], 1, 0);
    assertThat(free).containsExactly(1.5f, -2, 30, 2);
    // By value, then by norm.
    OptimizerSpec clipped = new OptimizerSpec(sgd, 0, 0, 0, 2, 1.5, Averaging.NONE);
    float[] all = new float[4];
    step(optimizer(clipped, blocks), all, new float[] {9, -9, 1, 0}, new float[0][], 1, 0);
    assertThat(all).containsExactly(-1, 1, -0.5f, 0);
  }

  @Test
  void tensorsHaveFactorsOfTheirOwn() {
    ParameterBlocks blocks =
        blocks(
            new ParameterBlocks.Tensor(1, 1, 0, 1),
            new ParameterBlocks.Tensor(1, 1, 2, 0),
            new ParameterBlocks.Tensor(1, 1, 1, 3));
    Optimizer o =
        optimizer(new OptimizerSpec(new Sgd(0, false), 0.5f, 0, 0, 0, 0, Averaging.NONE), blocks);
    float[] w = {1, 1, 1};
    double norm = step(o, w, new float[] {4, 1, 1}, new float[0][], 0.25, 0);
    assertThat(w).containsExactly(1, 0.5f, 0.375f);
    assertThat(norm).as("of what learns").isEqualTo(Math.sqrt(1 + 2.5 * 2.5));
  }

  /** Divided by rows, not by their weight; no rate, no decay, no part in the norm. */
  @Test
  void statisticsMoveTowardsTheMeanOfTheStep() {
    ParameterBlocks blocks = blocks(new ParameterBlocks.Tensor(2, 1, 1, 0, false, 0.25));
    Optimizer o =
        optimizer(
            new OptimizerSpec(new Sgd(0, false), 0.5f, 0, 0, 0.1f, 0.1, Averaging.NONE), blocks);
    float[] w = {1, 8};
    float[] g = {12, 0};
    double[] squares = o.squares();
    assertThat(o.finish(w, g, 100, 4, (start, end) -> {}, squares)).isZero();
    o.update(w, g, new float[0][], squares, 0, 0.001, 0);
    assertThat(w).containsExactly(1.5f, 6);
  }

  @Test
  void meansOfTheParameters() {
    float[] w = {0};
    float[][] slots = {{0}};
    ParameterBlocks blocks = blocks(new ParameterBlocks.Tensor(1, 1, 1, 1));
    Averaging half = new Averaging("exponential", 0.5, 0);
    Optimizer o = optimizer(new OptimizerSpec(new Sgd(0, false), 0, 0, 0, 0, 0, half), blocks);
    float[] wanted = {1, 1.5f, 2.25f};
    for (int t = 0; t < 3; t++) {
      step(o, w, new float[] {-1}, slots, 1, t);
      assertThat(slots[0][0]).isEqualTo(wanted[t]);
    }
    // Epochs of two steps; the mean begins after the first of them.
    w[0] = 0;
    Optimizer polyak =
        new Optimizer(
            new OptimizerSpec(new Sgd(0, false), 0, 0, 0, 0, 0, new Averaging("polyak", 0.5, 1)),
            blocks,
            2);
    float[] means = {1, 2, 3, 3.5f, 4};
    for (int t = 0; t < 5; t++) {
      step(polyak, w, new float[] {-1}, slots, 1, t);
      assertThat(slots[0][0]).isEqualTo(means[t]);
    }
  }

  @Test
  void blocksOfWholeRowsWhereUnitsHaveNorms() {
    List<ParameterBlocks.Tensor> tensors =
        List.of(
            new ParameterBlocks.Tensor(5 * 3000, 3000, 1, 1),
            new ParameterBlocks.Tensor(2 * 5000, 5000, 1, 1),
            new ParameterBlocks.Tensor(5000, 1, 1, 0));
    assertThat(ParameterBlocks.cut(tensors, true).from())
        .containsExactly(0, 3000, 6000, 9000, 12000, 15000, 20000, 25000, 29096, 30000);
    assertThat(ParameterBlocks.cut(tensors, false).from()).hasSize(4 + 3 + 2 + 1);
  }
}
