package io.dendrite.f64.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.f64.nn.Loss;
import io.dendrite.f64.nn.Ops;
import io.dendrite.net.Written;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every loss by itself, in double, on the code that trains. */
class LossGradientTest {
  private static final double STEP = 1e-3;

  private static Loss loss(String text) {
    Map<String, Object> options = Written.layer(text);
    return Ops.loss(options.remove("type").toString(), "test", options);
  }

  static Stream<LossSetting> samples() {
    return LossSetting.samples();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void isTheDerivative(LossSetting s) {
    Loss loss = s.loss();
    double[] y = s.y();
    for (double[] w : new double[][] {null, s.weights()}) {
      double[] dy = new double[y.length];
      double value = loss.evaluate(s.rows(), s.width(), y, s.targets(), s.classes(), w, dy);
      DoubleSupplier f =
          () -> loss.evaluate(s.rows(), s.width(), y, s.targets(), s.classes(), w, null);
      assertThat(f.getAsDouble()).isEqualTo(value);
      assertThat(GradientCheck.worst(f, y, y.length, dy, STEP))
          .as("%s", s)
          .isLessThanOrEqualTo(GradientCheck.TOLERANCE);
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
    double[] scores = new double[12];
    loss.scores(6, 1, y, 2, scores);
    for (int row = 0; row < 6; row++) {
      assertThat(scores[2 * row + 1] > scores[2 * row]).isEqualTo(y[row] > 0);
    }
  }

  @Test
  void ofPairs() {
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
