package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.f64.nn.Loss;
import io.dendrite.f64.nn.Ops;
import io.dendrite.net.Written;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every loss by itself, in double, on the code that trains. */
class LossGradientTest {
  private static final double STEP = 1e-3;

  private static Loss loss(String text) {
    Map<String, Object> options = Written.layer(text);
    return Ops.loss(options.remove("type").toString(), "test", options);
  }

  /** Scores of which no two of a row differ by 0 or 1 (kinks) to less than 0.02. */
  private static double[] scores(Random random, int n, int width) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      y[i] = 0.05 * random.nextInt(60) + 0.01 * random.nextDouble() - 1.5;
      for (int j = i / width * width; j < i; j++) {
        if (Math.abs(y[i] - y[j]) < 0.02) {
          i--;
          break;
        }
      }
    }
    return y;
  }

  private static void check(
      String text, boolean classes, int rows, int width, double[] y, double[] targets) {
    double[] weights = new double[rows];
    for (int row = 0; row < rows; row++) {
      weights[row] = row == 1 ? 0 : 0.3 + 0.1 * row;
    }
    Loss loss = loss(text);
    for (double[] w : new double[][] {null, weights}) {
      double[] dy = new double[y.length];
      double value = loss.evaluate(rows, width, y, targets, classes, w, dy);
      DoubleSupplier f = () -> loss.evaluate(rows, width, y, targets, classes, w, null);
      assertThat(f.getAsDouble()).isEqualTo(value);
      assertThat(GradientCheck.worst(f, y, y.length, dy, STEP))
          .as("%s of %s x %s", text, rows, width)
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "softmax",
        "softmax 0.1",
        "hinge",
        "hinge 2",
        "perceptron",
        "sigmoid",
        "euclidean",
        "absolute",
        "huber 5"
      })
  void ofClasses(String text) {
    for (int[] shape : new int[][] {{1, 2}, {1, 9}, {6, 3}, {4, 17}}) {
      int rows = shape[0];
      int width = shape[1];
      Random random = new Random(width);
      double[] y = scores(random, rows * width, width);
      double[] targets = new double[rows];
      for (int row = 0; row < rows; row++) {
        targets[row] = random.nextInt(width);
        y[row * width + (int) targets[row]] += 0.025;
      }
      check(text, true, rows, width, y, targets);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hinge", "hinge 2", "perceptron", "sigmoid", "euclidean", "absolute", "huber 0.3"})
  void ofASingleUnitForTwoClasses(String text) {
    Loss loss = loss(text);
    assertThat(loss.fits(true, 2, 1)).isTrue();
    assertThat(loss.fits(true, 3, 1)).isFalse();
    double[] y = {-1.7, -0.4, 0.3, 1.6, -2.1, 0.6};
    check(text, true, 6, 1, y, new double[] {0, 1, 0, 1, 1, 1});
    double[] scores = new double[12];
    loss.scores(6, 1, y, 2, scores);
    for (int row = 0; row < 6; row++) {
      assertThat(scores[2 * row + 1] > scores[2 * row]).isEqualTo(y[row] > 0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"euclidean", "absolute", "huber", "huber 0.5", "poisson", "sigmoid"})
  void ofValues(String text) {
    for (int[] shape : new int[][] {{1, 1}, {5, 1}, {4, 7}}) {
      Random random = new Random(shape[1]);
      int n = shape[0] * shape[1];
      double[] y = new double[n];
      double[] targets = new double[n];
      for (int i = 0; i < n; i++) {
        targets[i] = text.equals("sigmoid") ? random.nextInt(2) : random.nextInt(4);
        double apart = (random.nextBoolean() ? 0.1 : 1.1) + 0.3 * random.nextDouble();
        y[i] = targets[i] + (random.nextBoolean() ? apart : -apart);
      }
      check(text, false, shape[0], shape[1], y, targets);
    }
  }

  @Test
  void ofPairs() {
    for (String text : new String[] {"contrastive", "contrastive 3"}) {
      for (int half : new int[] {1, 3}) {
        double[] y = scores(new Random(half), 6 * 2 * half, 2 * half);
        check(text, true, 6, 2 * half, y, new double[] {0, 1, 0, 1, 0, 0});
      }
    }
    Loss loss = loss("contrastive");
    double[] scores = new double[4];
    loss.scores(2, 2, new double[] {1, 1.4, 1, 1.6}, 2, scores);
    assertThat(scores[1]).isCloseTo(0.1, within(1e-12));
    assertThat(scores[3]).isCloseTo(-0.1, within(1e-12));
    assertThat(loss.fits(true, 2, 3)).isFalse();
  }

  @Test
  void whatLossesPredict() {
    double[] p = new double[4];
    loss("sigmoid").predict(2, 1, new double[] {0, Math.log(3)}, 2, p);
    assertThat(p).containsExactly(new double[] {0.5, 0.5, 0.25, 0.75}, within(1e-12));
    loss("poisson").predict(2, 1, new double[] {0, Math.log(3)}, 1, p);
    assertThat(p).startsWith(1.0).satisfies(q -> assertThat(q[1]).isCloseTo(3, within(1e-12)));
  }

  @Test
  void extremeScoresOfASigmoidAreFinite() {
    double[] y = {1e30, -1e30, 1e30, -1e30};
    double[] dy = new double[4];
    double value = loss("sigmoid").evaluate(4, 1, y, new double[] {1, 0, 0, 1}, false, null, dy);
    assertThat(value).isEqualTo(2e30);
    assertThat(dy).containsExactly(0, 0, 1, -1);
  }

  @Test
  void whatLossesCannotServe() {
    refused(() -> loss("poisson").check(true, 2), "needs network.task = regression");
    refused(() -> loss("perceptron").check(false, 1), "needs network.task = classification");
    refused(() -> loss("contrastive").check(true, 3), "2 classes: different, then same");
    refused(() -> loss("poisson").checkTarget(-1), "expects counts of at least 0");
    refused(() -> loss("sigmoid").checkTarget(1.5), "expects 0, 1 or a probability");
    refused(() -> loss("softmax 1"), "smoothing' is '1'");
    refused(() -> loss("hinge 3"), "norm' is '3'");
    refused(() -> loss("huber 0"), "delta' is '0'");
  }

  private static void refused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String wanted) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessageContaining(wanted);
  }
}
