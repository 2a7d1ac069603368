package io.dendrite.score;

import io.dendrite.net.Purpose;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model predicts a data set: the value of each {@link Metric} that applies to the
 * model's purpose. The loss is the mean over rows, weighted by the rows' weights; all other metrics
 * give every row the same weight. In multi-label classification, a label is predicted if its
 * probability is at least 1/2.
 *
 * @param values value of each metric by name; the loss is the first
 * @param confusion confusion matrix of a classifier; otherwise null
 * @param labels class names of a classifier; otherwise null
 */
public record Metrics(
    long rows, Map<String, Double> values, Confusion confusion, List<String> labels) {

  static Metrics of(MetricSums sums, List<String> labels) {
    Map<String, Double> values = new LinkedHashMap<>();
    Metric.of(sums.purpose())
        .forEach(metric -> values.put(metric.name(), metric.value().applyAsDouble(sums)));
    boolean classes = sums.purpose() == Purpose.CLASSIFICATION;
    return new Metrics(sums.rows, values, classes ? sums.classes() : null, classes ? labels : null);
  }

  public double loss() {
    return values.get("loss");
  }

  /**
   * The value of the metric with this name; null if the model's purpose does not have the metric.
   */
  public Double get(String name) {
    return values.get(name);
  }

  /** The number of rows and the value of every metric, by name. */
  public Map<String, Number> summary() {
    Map<String, Number> summary = new LinkedHashMap<>();
    summary.put("loss", loss());
    summary.put("rows", rows);
    values.forEach(summary::putIfAbsent);
    return summary;
  }
}
