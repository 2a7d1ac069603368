package io.dendrite.score;

import static io.dendrite.net.Purpose.AUTOENCODER;
import static io.dendrite.net.Purpose.CLASSIFICATION;
import static io.dendrite.net.Purpose.MULTI_LABEL;
import static io.dendrite.net.Purpose.REGRESSION;

import io.dendrite.net.Purpose;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * A metric, such as accuracy; each metric is one entry of {@link #TABLE}.
 *
 * @param name name of the metric in results and in {@code train.stop.metric}
 * @param purposes purposes of the networks that the metric applies to
 * @param lessIsBetter whether a smaller value is better
 * @param doc description of the metric for users
 * @param value function that computes the metric from sums over rows
 */
public record Metric(
    String name,
    Set<Purpose> purposes,
    boolean lessIsBetter,
    String doc,
    ToDoubleFunction<MetricSums> value) {

  private static final Set<Purpose> VALUES = Set.of(REGRESSION, AUTOENCODER);

  /** Every metric, in the order in which results list them. */
  public static final List<Metric> TABLE =
      List.of(
          lessIsBetter(
              "loss",
              Set.of(Purpose.values()),
              "mean of the loss over rows, by their weights",
              MetricSums::meanLoss),
          moreIsBetter(
              "accuracy",
              Set.of(CLASSIFICATION),
              "share of rows whose class is predicted",
              sums -> sums.classes().accuracy()),
          moreIsBetter(
              "precision",
              Set.of(CLASSIFICATION),
              "mean over the classes that occur, as actual or predicted (macro)",
              sums -> sums.classes().mean(PerClass::precision)),
          moreIsBetter(
              "recall",
              Set.of(CLASSIFICATION),
              "mean over the classes that occur, as actual or predicted (macro)",
              sums -> sums.classes().mean(PerClass::recall)),
          moreIsBetter(
              "f1",
              Set.of(CLASSIFICATION),
              "mean over the classes that occur, as actual or predicted (macro)",
              sums -> sums.classes().mean(PerClass::f1)),
          moreIsBetter(
              "accuracy",
              Set.of(MULTI_LABEL),
              "share of the labels of all rows that are right",
              sums -> sums.classes().accuracy()),
          moreIsBetter(
              "precision",
              Set.of(MULTI_LABEL),
              "over the labels of all rows together (micro)",
              sums -> sums.classes().of(1).precision()),
          moreIsBetter(
              "recall",
              Set.of(MULTI_LABEL),
              "over the labels of all rows together (micro)",
              sums -> sums.classes().of(1).recall()),
          moreIsBetter(
              "f1",
              Set.of(MULTI_LABEL),
              "over the labels of all rows together (micro)",
              sums -> sums.classes().of(1).f1()),
          moreIsBetter(
              "exact",
              Set.of(MULTI_LABEL),
              "share of rows of which every label is right",
              sums -> Confusion.ratio(sums.exact, sums.rows)),
          lessIsBetter(
              "rmse",
              VALUES,
              "root of the mean squared error over all target values",
              sums -> Math.sqrt(sums.squaredError / Math.max(1, sums.targets))),
          lessIsBetter(
              "mae",
              VALUES,
              "mean absolute error over all target values",
              sums -> sums.absoluteError / Math.max(1, sums.targets)),
          moreIsBetter(
              "r2",
              VALUES,
              "1 - squared error / squared deviation of the targets from their mean, as a mean over the outputs (of an autoencoder over all together)",
              MetricSums::r2));

  private static Metric lessIsBetter(
      String name, Set<Purpose> purposes, String doc, ToDoubleFunction<MetricSums> value) {
    return new Metric(name, purposes, true, doc, value);
  }

  private static Metric moreIsBetter(
      String name, Set<Purpose> purposes, String doc, ToDoubleFunction<MetricSums> value) {
    return new Metric(name, purposes, false, doc, value);
  }

  /** The metrics that apply to networks with a given purpose, such as regression. */
  public static List<Metric> of(Purpose purpose) {
    return TABLE.stream().filter(metric -> metric.purposes().contains(purpose)).toList();
  }

  /**
   * Finds the metric that a setting names, among the metrics for networks with a given purpose.
   *
   * @throws IllegalArgumentException if there is no such metric; the message names the known
   *     metrics
   */
  public static Metric of(Purpose purpose, String key, String name) {
    return of(purpose).stream()
        .filter(metric -> metric.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    key
                        + " is '"
                        + name
                        + "'; expected one of "
                        + String.join(", ", of(purpose).stream().map(Metric::name).toList())));
  }
}
