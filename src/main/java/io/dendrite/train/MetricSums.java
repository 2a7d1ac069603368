package io.dendrite.train;

import java.io.Serializable;

/** What metrics are computed from: sums over rows, merged along the canonical tree. */
final class MetricSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** [actual][predicted] in one array; empty for regression. */
  final long[] confusion;

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
  private final int classes;

  MetricSums(int classes) {
    this.classes = classes;
    confusion = new long[Math.multiplyExact(classes, classes)];
  }

  /** Adds scored rows: y[rows][width] against targets. */
  void add(float[] y, float[] t, int n, int width) {
    rows += n;
    if (classes > 0) {
      for (int row = 0; row < n; row++) {
        confusion[(int) t[row] * classes + argmax(y, row * width, width)]++;
      }
      return;
    }
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
