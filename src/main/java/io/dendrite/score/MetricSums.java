package io.dendrite.score;

import io.dendrite.net.Task;
import java.io.Serializable;

/** What metrics are computed from: sums over rows, merged along the canonical tree. */
final class MetricSums implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * [actual][predicted] in one array: of the classes, or, of several labels together, of 0 and 1;
   * empty for values.
   */
  final long[] confusion;

  /** Rows of which every label is right. */
  long exact;

  double loss;
  double weight;
  long rows;
  long targets;
  double squaredError;
  double absoluteError;

  /**
   * Sum of squared deviations of the targets from their mean, over all target values, and that
   * mean.
   */
  double targetSquares;

  private double targetMean;
  private final Task task;
  private final int width;

  /**
   * @param width classes, labels or values of a row
   */
  MetricSums(Task task, int width) {
    this.task = task;
    this.width = width;
    int sides =
        switch (task) {
          case CLASSIFICATION -> width;
          case MULTI_LABEL -> 2;
          default -> 0;
        };
    confusion = new long[Math.multiplyExact(sides, sides)];
  }

  /**
   * Adds rows: scores of classes, probabilities of labels or values y[rows][width], and targets.
   */
  void add(float[] y, float[] t, int n) {
    rows += n;
    switch (task) {
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
    for (int i = 0; i < n * width; i++) {
      double error = (double) y[i] - t[i];
      squaredError += error * error;
      absoluteError += Math.abs(error);
      targets++;
      double delta = t[i] - targetMean;
      targetMean += delta / targets;
      targetSquares += delta * (t[i] - targetMean);
    }
  }

  Task task() {
    return task;
  }

  /** Of the classes, or of 0 and 1 for several labels together. */
  Confusion classes() {
    return Confusion.of(confusion, task == Task.CLASSIFICATION ? width : 2);
  }

  double meanLoss() {
    return weight == 0 ? 0 : loss / weight;
  }

  /** NaN where the targets are constant. */
  double r2() {
    return targetSquares > 0 ? 1 - squaredError / targetSquares : Double.NaN;
  }

  /** The index of the greatest score, the first of equal ones. */
  static int argmax(float[] y, int at, int width) {
    int best = 0;
    for (int j = 1; j < width; j++) {
      if (y[at + j] > y[at + best]) {
        best = j;
      }
    }
    return best;
  }

  /** This plus another; changes and returns this. */
  MetricSums plus(MetricSums other) {
    for (int i = 0; i < confusion.length; i++) {
      confusion[i] += other.confusion[i];
    }
    exact += other.exact;
    loss += other.loss;
    weight += other.weight;
    rows += other.rows;
    squaredError += other.squaredError;
    absoluteError += other.absoluteError;
    long n = targets + other.targets;
    if (other.targets > 0) {
      double delta = other.targetMean - targetMean;
      targetSquares += other.targetSquares + delta * delta * ((double) targets * other.targets / n);
      targetMean += delta * other.targets / n;
      targets = n;
    }
    return this;
  }
}
