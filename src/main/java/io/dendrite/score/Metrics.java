package io.dendrite.score;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model does on a data set. Loss is the mean over rows, by their weights; all else
 * counts every row once.
 *
 * <p>For classes: accuracy, and precision, recall and F1 as means over the classes (macro), a class
 * without any prediction having precision 0. For several labels, each predicted from probability
 * 1/2 on: accuracy, precision, recall and F1 over all labels of all rows together (micro), and the
 * share of rows of which every label is right (exact). For values: root mean squared error, mean
 * absolute error and R2 over all target values; R2 is NaN when the targets are constant.
 *
 * @param confusion for classes, [actual][predicted]; else null
 * @param labels class names; else null
 */
public record Metrics(
    double loss, long rows, Map<String, Double> values, long[][] confusion, List<String> labels) {

  /** Precision, recall, F1 and rows of one class. */
  public record PerClass(String label, double precision, double recall, double f1, long rows) {}

  /** The value of a metric by name, {@code loss} included; null if the task does not have it. */
  public Double get(String name) {
    return name.equals("loss") ? Double.valueOf(loss) : values.get(name);
  }

  /** Loss, rows and every value by name. */
  public Map<String, Object> summary() {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("loss", loss);
    summary.put("rows", rows);
    summary.putAll(values);
    return summary;
  }

  /** Per class, in the order of the labels. */
  public List<PerClass> perClass() {
    return java.util.stream.IntStream.range(0, labels.size()).mapToObj(this::perClass).toList();
  }

  private PerClass perClass(int c) {
    long predicted = 0;
    long actual = 0;
    for (int k = 0; k < confusion.length; k++) {
      predicted += confusion[k][c];
      actual += confusion[c][k];
    }
    double precision = ratio(confusion[c][c], predicted);
    double recall = ratio(confusion[c][c], actual);
    return new PerClass(labels.get(c), precision, recall, harmonic(precision, recall), actual);
  }

  private static double harmonic(double precision, double recall) {
    return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }

  static Metrics of(MetricSums sums, List<String> labels) {
    double loss = sums.weight == 0 ? 0 : sums.loss / sums.weight;
    Map<String, Double> values = new LinkedHashMap<>();
    switch (sums.task()) {
      case CLASSIFICATION -> {
        return ofClasses(sums, loss, values, labels);
      }
      case MULTI_LABEL -> addLabels(sums, values);
      default -> addValues(sums, values);
    }
    return new Metrics(loss, sums.rows, values, null, null);
  }

  private static void addValues(MetricSums sums, Map<String, Double> values) {
    double n = Math.max(1, sums.targets);
    values.put("rmse", Math.sqrt(sums.squaredError / n));
    values.put("mae", sums.absoluteError / n);
    values.put(
        "r2", sums.targetSquares > 0 ? 1 - sums.squaredError / sums.targetSquares : Double.NaN);
  }

  private static void addLabels(MetricSums sums, Map<String, Double> values) {
    long[] c = sums.confusion;
    double precision = ratio(c[3], c[1] + c[3]);
    double recall = ratio(c[3], c[2] + c[3]);
    values.put("accuracy", ratio(c[0] + c[3], c[0] + c[1] + c[2] + c[3]));
    values.put("precision", precision);
    values.put("recall", recall);
    values.put("f1", harmonic(precision, recall));
    values.put("exact", ratio(sums.exact, sums.rows));
  }

  private static Metrics ofClasses(
      MetricSums sums, double loss, Map<String, Double> values, List<String> labels) {
    int classes = labels.size();
    long[][] confusion = new long[classes][classes];
    long right = 0;
    for (int actual = 0; actual < classes; actual++) {
      System.arraycopy(sums.confusion, actual * classes, confusion[actual], 0, classes);
      right += confusion[actual][actual];
    }
    Metrics metrics = new Metrics(loss, sums.rows, values, confusion, labels);
    List<PerClass> each = metrics.perClass();
    values.put("accuracy", ratio(right, sums.rows));
    values.put("precision", each.stream().mapToDouble(PerClass::precision).average().orElse(0));
    values.put("recall", each.stream().mapToDouble(PerClass::recall).average().orElse(0));
    values.put("f1", each.stream().mapToDouble(PerClass::f1).average().orElse(0));
    return metrics;
  }
}
