package io.dendrite.score;

import io.dendrite.net.Purpose;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The sums over rows from which metrics are computed; the sums of several shards are added in the
 * fixed order of the canonical tree.
 */
final class MetricSums implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * The confusion matrix [actual][predicted] as one array. The indices of the matrix are classes
   * or, if a row has several labels, the label values 0 and 1. The array is empty for regression
   * and autoencoders.
   */
  final long[] confusion;

  /** Number of rows in which every label is predicted correctly. */
  long exact;

  double loss;
  double weight;
  long rows;
  long targets;
  double squaredError;
  double absoluteError;

  /** For each output, the sum of squared errors. */
  private final double[] errors;

  /** For each output, the sum of squared deviations of the targets from their mean. */
  private final double[] deviations;

  /** For each output, the mean of the targets. */
  private final double[] means;

  private final Purpose purpose;
  private final int width;

  /**
   * @param width number of classes, of labels of a row, or of target values of a row
   */
  MetricSums(Purpose purpose, int width) {
    this.purpose = purpose;
    this.width = width;
    int sides =
        switch (purpose) {
          case CLASSIFICATION -> width;
          case MULTI_LABEL -> 2;
          default -> 0;
        };
    confusion = new long[Math.multiplyExact(sides, sides)];
    int outputs = sides == 0 ? width : 0;
    errors = new double[outputs];
    deviations = new double[outputs];
    means = new double[outputs];
  }

  /**
   * Adds {@code n} rows to the sums: the rows' predictions y[rows][width] (scores of classes,
   * probabilities of labels, or values) and the rows' targets t.
   */
  void add(float[] y, float[] t, int n) {
    rows += n;
    switch (purpose) {
      case CLASSIFICATION -> addClasses(y, t, n);
      case MULTI_LABEL -> addLabels(y, t, n);
      default -> addValues(y, t, n);
    }
  }

  private void addClasses(float[] y, float[] t, int n) {
    for (int row = 0; row < n; row++) {
      confusion[(int) t[row] * width + argmax(y, row * width, width)]++;
    }
  }

  private void addLabels(float[] y, float[] t, int n) {
    for (int row = 0; row < n; row++) {
      boolean all = true;
      for (int i = row * width; i < (row + 1) * width; i++) {
        int actual = t[i] >= 0.5f ? 1 : 0;
        int predicted = y[i] >= 0.5f ? 1 : 0;
        confusion[2 * actual + predicted]++;
        all &= actual == predicted;
      }
      exact += all ? 1 : 0;
    }
  }

  private void addValues(float[] y, float[] t, int n) {
    long before = rows - n;
    for (int row = 0; row < n; row++) {
      for (int output = 0; output < width; output++) {
        int i = row * width + output;
        double error = (double) y[i] - t[i];
        squaredError += error * error;
        absoluteError += Math.abs(error);
        errors[output] += error * error;
        double delta = t[i] - means[output];
        means[output] += delta / (before + row + 1);
        deviations[output] += delta * (t[i] - means[output]);
      }
    }
    targets += (long) n * width;
  }

  Purpose purpose() {
    return purpose;
  }

  /**
   * The confusion matrix of the classes or, if a row has several labels, of the values 0 and 1 of
   * all labels together.
   */
  Confusion classes() {
    return Confusion.of(confusion, purpose == Purpose.CLASSIFICATION ? width : 2);
  }

  double meanLoss() {
    return weight == 0 ? 0 : loss / weight;
  }

  /**
   * R squared: for regression the mean of R squared over the outputs, for an autoencoder one R
   * squared of all outputs together. Outputs whose targets are constant are left out; NaN if the
   * targets of every output are constant.
   */
  double r2() {
    if (purpose == Purpose.AUTOENCODER) {
      double all = Arrays.stream(deviations).sum();
      return all > 0 ? 1 - squaredError / all : Double.NaN;
    }
    return IntStream.range(0, width)
        .filter(output -> deviations[output] > 0)
        .mapToDouble(output -> 1 - errors[output] / deviations[output])
        .average()
        .orElse(Double.NaN);
  }

  /**
   * The index of the greatest score; if several scores are equally great, the smallest of their
   * indices.
   */
  static int argmax(float[] y, int at, int width) {
    int best = 0;
    for (int j = 1; j < width; j++) {
      if (y[at + j] > y[at + best]) {
        best = j;
      }
    }
    return best;
  }

  /** Adds other sums to these sums, and returns this object. */
  MetricSums plus(MetricSums other) {
    for (int i = 0; i < confusion.length; i++) {
      confusion[i] += other.confusion[i];
    }
    exact += other.exact;
    loss += other.loss;
    weight += other.weight;
    squaredError += other.squaredError;
    absoluteError += other.absoluteError;
    targets += other.targets;
    long n = rows + other.rows;
    for (int output = 0; output < errors.length && other.rows > 0; output++) {
      double delta = other.means[output] - means[output];
      errors[output] += other.errors[output];
      deviations[output] +=
          other.deviations[output] + delta * delta * ((double) rows * other.rows / n);
      means[output] += delta * other.rows / n;
    }
    rows = n;
    return this;
  }
}
