package io.dendrite.score;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A confusion matrix: counts of rows by actual and predicted class.
 *
 * @param counts number of rows, as [actual class][predicted class]
 */
public record Confusion(long[][] counts) {
  /** Creates a confusion matrix from its counts in one array, row by row. */
  static Confusion of(long[] counts, int classes) {
    return new Confusion(
        IntStream.range(0, classes)
            .mapToObj(c -> Arrays.copyOfRange(counts, c * classes, (c + 1) * classes))
            .toArray(long[][]::new));
  }

  /** The fraction of rows that are predicted correctly. */
  double accuracy() {
    long right = IntStream.range(0, counts.length).mapToLong(c -> counts[c][c]).sum();
    long all = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    return ratio(right, all);
  }

  /** Precision, recall and F1 of one class. */
  public PerClass of(int c) {
    long predicted = 0;
    long actual = 0;
    for (int k = 0; k < counts.length; k++) {
      predicted += counts[k][c];
      actual += counts[c][k];
    }
    double precision = ratio(counts[c][c], predicted);
    double recall = ratio(counts[c][c], actual);
    double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    return new PerClass(precision, recall, f1, actual);
  }

  /** The mean of a score over the classes that occur as actual or as predicted classes. */
  double mean(ToDoubleFunction<PerClass> value) {
    return IntStream.range(0, counts.length)
        .filter(this::occurs)
        .mapToObj(this::of)
        .mapToDouble(value)
        .average()
        .orElse(0);
  }

  private boolean occurs(int c) {
    return IntStream.range(0, counts.length).anyMatch(k -> counts[c][k] > 0 || counts[k][c] > 0);
  }

  /** The quotient {@code part / whole}; 0 if {@code whole} is 0. */
  static double ratio(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }
}
