package io.dendrite.score;

import io.dendrite.net.Purpose;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model does on a data set: the value of each {@link Metric} of its purpose. Loss is the
 * mean over rows, by their weights; all other metrics count every row once. With several labels a
 * row, a label is predicted if its probability is at least 1/2.
 *
 * @param values by name, loss first
 * @param confusion for classes; else null
 * @param labels class names; else null
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

  /** The value of a metric by name; null if the purpose does not have it. */
  public Double get(String name) {
    return values.get(name);
  }

  /** Loss, rows and every value by name. */
  public Map<String, Number> summary() {
    Map<String, Number> summary = new LinkedHashMap<>();
    summary.put("loss", loss());
    summary.put("rows", rows);
    values.forEach(summary::putIfAbsent);
    return summary;
  }
}
