package io.dendrite.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.config.TrainKeys;
import io.dendrite.net.Purpose;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values are scikit-learn's on the same numbers. */
class MetricTest {
  private static Metrics of(
      Purpose purpose, int width, float[] y, float[] targets, List<String> labels) {
    MetricSums sums = new MetricSums(purpose, width);
    sums.add(y, targets, targets.length / (purpose == Purpose.CLASSIFICATION ? 1 : width));
    return Metrics.of(sums, labels);
  }

  /** r2_score([[0, 50], [1, 51], [2, 49]], [[1, 50], [1, 50], [1, 50]]) is 0. */
  @Test
  void eachOutputHasItsOwnMean() {
    float[] t = {0, 50, 1, 51, 2, 49};
    float[] mean = {1, 50, 1, 50, 1, 50};
    assertThat(of(Purpose.REGRESSION, 2, mean, t, null).get("r2")).isZero();
    // r2_score with [[0, 50], [1, 51], [2, 50]]: (1 + 0.5) / 2.
    float[] better = {0, 50, 1, 51, 2, 50};
    assertThat(of(Purpose.REGRESSION, 2, better, t, null).get("r2")).isCloseTo(0.75, within(1e-12));
  }

  /** The same sums from parts, in any division. */
  @Test
  void partsMakeTheWhole() {
    SplittableRandom random = new SplittableRandom(1);
    float[] t = new float[300];
    float[] y = new float[300];
    for (int i = 0; i < t.length; i++) {
      t[i] = (float) (random.nextDouble() + 20 * (i % 3));
      y[i] = (float) (t[i] + 0.3 * random.nextDouble());
    }
    MetricSums whole = new MetricSums(Purpose.REGRESSION, 3);
    whole.add(y, t, 100);
    MetricSums parts = new MetricSums(Purpose.REGRESSION, 3);
    for (int from : new int[] {0, 0, 20, 21, 100}) {
      int end = from == 0 ? 20 : from == 20 ? 21 : 100;
      MetricSums part = new MetricSums(Purpose.REGRESSION, 3);
      int n = parts.rows >= end ? 0 : end - from;
      part.add(
          java.util.Arrays.copyOfRange(y, 3 * from, 3 * (from + n)),
          java.util.Arrays.copyOfRange(t, 3 * from, 3 * (from + n)),
          n);
      parts = parts.plus(part);
    }
    assertThat(parts.rows).isEqualTo(100);
    assertThat(parts.r2()).isCloseTo(whole.r2(), within(1e-12));
    double[] direct = new double[3];
    for (int k = 0; k < 3; k++) {
      double mean = 0;
      for (int row = 0; row < 100; row++) {
        mean += t[3 * row + k] / 100.0;
      }
      double errors = 0;
      double deviations = 0;
      for (int row = 0; row < 100; row++) {
        errors += Math.pow((double) y[3 * row + k] - t[3 * row + k], 2);
        deviations += Math.pow(t[3 * row + k] - mean, 2);
      }
      direct[k] = 1 - errors / deviations;
    }
    assertThat(whole.r2()).isCloseTo((direct[0] + direct[1] + direct[2]) / 3, within(1e-9));
  }

  @Test
  void constantTargetsDoNotCount() {
    float[] t = {1, 7, 2, 7, 3, 7};
    float[] y = {1, 7, 2, 7, 3, 9};
    assertThat(of(Purpose.REGRESSION, 2, y, t, null).get("r2")).isEqualTo(1);
    assertThat(of(Purpose.REGRESSION, 1, new float[] {1, 2}, new float[] {3, 3}, null).get("r2"))
        .isNaN();
  }

  /** f1_score([0, 0, 1], [0, 1, 1], average='macro') is 2/3, whatever other classes there are. */
  @Test
  void aClassThatDoesNotOccurDoesNotCount() {
    float[] y = {1, 0, 0, 0, 1, 0, 0, 1, 0};
    Metrics metrics =
        of(Purpose.CLASSIFICATION, 3, y, new float[] {0, 0, 1}, List.of("a", "b", "never"));
    assertThat(metrics.get("f1")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.get("recall")).isCloseTo(0.75, within(1e-12));
    assertThat(metrics.get("accuracy")).isCloseTo(2 / 3.0, within(1e-12));
    assertThat(metrics.confusion().of(2)).isEqualTo(new PerClass(0, 0, 0, 0));
  }

  /** What a metric is for two or four rows, by hand; an entry of the table without one fails. */
  private static final Map<Purpose, Map<String, Double>> RIGHT =
      Map.of(
          Purpose.CLASSIFICATION,
          Map.of(
              "loss",
              0.25,
              "accuracy",
              0.75,
              "precision",
              5 / 6.0,
              "recall",
              0.75,
              "f1",
              11 / 15.0),
          Purpose.MULTI_LABEL,
          Map.of(
              "loss",
              0.25,
              "accuracy",
              0.5,
              "precision",
              2 / 3.0,
              "recall",
              2 / 3.0,
              "f1",
              2 / 3.0,
              "exact",
              0.0),
          Purpose.REGRESSION,
          Map.of("loss", 0.25, "rmse", Math.sqrt(2.5), "mae", 1.5, "r2", -1.5),
          Purpose.AUTOENCODER,
          Map.of("loss", 0.25, "rmse", Math.sqrt(2.5), "mae", 1.5, "r2", -1.5));

  @ParameterizedTest
  @EnumSource(Purpose.class)
  void everyMetricIsRight(Purpose purpose) {
    MetricSums sums =
        new MetricSums(
            purpose, purpose == Purpose.CLASSIFICATION || purpose == Purpose.MULTI_LABEL ? 2 : 1);
    switch (purpose) {
      case CLASSIFICATION ->
          sums.add(new float[] {1, 0, 0, 1, 1, 0, 1, 0}, new float[] {0, 1, 1, 0}, 4);
      case MULTI_LABEL ->
          sums.add(new float[] {0.9f, 0.6f, 0.2f, 0.8f}, new float[] {1, 0, 1, 1}, 2);
      default -> sums.add(new float[] {2, 5}, new float[] {1, 3}, 2);
    }
    sums.loss = 1;
    sums.weight = 4;
    Map<String, Double> right = RIGHT.get(purpose);
    assertThat(Metric.of(purpose).stream().map(Metric::name))
        .as("every metric of the table has a right value in this test")
        .containsExactlyInAnyOrderElementsOf(right.keySet());
    for (Metric metric : Metric.of(purpose)) {
      assertThat(metric.value().applyAsDouble(sums))
          .as(metric.name())
          .isCloseTo(right.get(metric.name()), within(1e-12));
    }
  }

  @Test
  void everyTaskHasALossAndNoNameTwice() {
    for (Purpose purpose : Purpose.values()) {
      List<String> names = Metric.of(purpose).stream().map(Metric::name).toList();
      assertThat(names).doesNotHaveDuplicates().startsWith("loss");
      assertThat(Metric.of(purpose)).allMatch(metric -> !metric.doc().isBlank());
      assertThat(TrainKeys.METRIC.doc()).as("the doc of %s", TrainKeys.METRIC).contains(names);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Metric.of(Purpose.REGRESSION, "train.stop.metric", "f1"))
        .withMessage("train.stop.metric is 'f1'; expected one of loss, rmse, mae, r2");
  }
}
