package io.dendrite.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.ParameterBlocks;
import io.dendrite.optim.Sgd;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * The gradient of one row and a step without momentum are the perceptron's rule (Rosenblatt, 1958)
 * and that of Widrow and Hoff (1960), float for float.
 */
class TextbookRulesTest {
  private static final int INPUTS = 5;

  private static final Optimizer OPTIMIZER =
      new Optimizer(
          OptimizerSpec.of(new Sgd(0, false)),
          ParameterBlocks.cut(List.of(new ParameterBlocks.Tensor(INPUTS + 1, 1, 1, 1)), false),
          1);

  /** One unit, its last weight the bias. */
  private static final class Unit {
    final float[] w = new float[INPUTS + 1];
    private final Workspace workspace;
    private final float rate;

    Unit(String loss, float rate) {
      Net net = new Net(NetSpec.of(List.of("inner-product 1"), loss, true), INPUTS, 2);
      Blas blas = new Blas(BlasLibrary.open("auto").netlib());
      workspace = new Workspace(net, true, false, false, 1, blas);
      this.rate = rate;
    }

    /** One step on a row of class s, -1 or 1. */
    void step(float[] x, int s) {
      System.arraycopy(x, 0, workspace.x, 0, INPUTS);
      workspace.targets[0] = s > 0 ? 1 : 0;
      float[] g = new float[w.length];
      workspace.gradient(w, g, 1, 0, false, 0);
      double[] squares = OPTIMIZER.squares();
      double norm = OPTIMIZER.finish(w, g, 1, 1, (start, end) -> {}, squares);
      OPTIMIZER.update(w, g, new float[0][], squares, norm, rate, 0);
    }

    /** The output for the row of the last step, before that step. */
    float y() {
      return workspace.scores(1)[1];
    }
  }

  private static float[] row(Random random, boolean whole) {
    float[] x = new float[INPUTS];
    for (int j = 0; j < INPUTS; j++) {
      x[j] = whole ? random.nextInt(-9, 10) : (float) random.nextGaussian();
    }
    return x;
  }

  private static double product(float[] w, float[] x) {
    double sum = w[INPUTS];
    for (int j = 0; j < INPUTS; j++) {
      sum += (double) w[j] * x[j];
    }
    return sum;
  }

  /** Whole numbers and a rate of a power of two, so that s y is 0 or not without any rounding. */
  @Test
  void thePerceptronsRule() {
    Random random = new Random(1);
    Unit unit = new Unit("perceptron", 0.25f);
    float[] w = new float[INPUTS + 1];
    int mistakes = 0;
    for (int step = 0; step < 1_000; step++) {
      float[] x = row(random, true);
      int s = random.nextBoolean() ? 1 : -1;
      if (s * product(w, x) <= 0) {
        mistakes++;
        for (int j = 0; j < INPUTS; j++) {
          w[j] += 0.25f * s * x[j];
        }
        w[INPUTS] += 0.25f * s;
      }
      unit.step(x, s);
      assertThat(unit.w).as("after step %d", step).containsExactly(w);
    }
    assertThat(mistakes).isBetween(300, 700);
  }

  /** w += rate (s - y) x, with the y that the unit computed. */
  @Test
  void theRuleOfWidrowAndHoff() {
    Random random = new Random(2);
    Unit unit = new Unit("euclidean", 0.05f);
    for (int step = 0; step < 1_000; step++) {
      float[] x = row(random, false);
      int s = random.nextBoolean() ? 1 : -1;
      float[] w = unit.w.clone();
      unit.step(x, s);
      float error = s - unit.y();
      // Six products, each rounded to 2^-24 of a partial sum.
      assertThat((double) unit.y()).isCloseTo(product(w, x), within(1e-5));
      for (int j = 0; j < INPUTS; j++) {
        w[j] += 0.05f * (error * x[j]);
      }
      w[INPUTS] += 0.05f * error;
      assertThat(unit.w).as("after step %d", step).containsExactly(w);
    }
  }

  /**
   * The convergence theorem (Novikoff, 1962): rows no longer than R, which some unit vector
   * separates by a margin of gamma, allow at most (R / gamma)^2 mistakes, in whatever order.
   */
  @Test
  void aPerceptronMakesNoMoreMistakesThanTheTheoremAllows() {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      float[] teacher = row(random, false);
      double norm = Math.sqrt(product(withoutBias(teacher), teacher));
      float[][] rows = new float[200][];
      int[] classes = new int[rows.length];
      double gamma = Double.MAX_VALUE;
      double r = 0;
      for (int i = 0; i < rows.length; i++) {
        do {
          rows[i] = row(random, true);
        } while (Math.abs(product(withoutBias(teacher), rows[i])) < norm);
        double distance = product(withoutBias(teacher), rows[i]) / norm;
        classes[i] = distance > 0 ? 1 : -1;
        gamma = Math.min(gamma, Math.abs(distance));
        r = Math.max(r, Math.sqrt(1 + product(withoutBias(rows[i]), rows[i])));
      }
      int mistakes = mistakesUntilThereAreNone(rows, classes, (int) (r / gamma * (r / gamma)));
      assertThat(mistakes).as("seed %d", seed).isPositive();
    }
  }

  /** A vector as the weights of a unit without bias. */
  private static float[] withoutBias(float[] x) {
    return java.util.Arrays.copyOf(x, INPUTS + 1);
  }

  private static int mistakesUntilThereAreNone(float[][] rows, int[] classes, int most) {
    Unit unit = new Unit("perceptron", 1);
    int mistakes = 0;
    for (int before = -1; before < mistakes; ) {
      before = mistakes;
      for (int i = 0; i < rows.length; i++) {
        unit.step(rows[i], classes[i]);
        mistakes += classes[i] * unit.y() <= 0 ? 1 : 0;
        assertThat(mistakes).isLessThanOrEqualTo(most);
      }
    }
    return mistakes;
  }
}
