package io.dendrite.score;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Counts of rows by class.
 *
 * @param counts [actual][predicted]
 */
public record Confusion(long[][] counts) {
  /** Creates it from counts in one array. */
  static Confusion of(long[] counts, int classes) {
    return new Confusion(
        IntStream.range(0, classes)
            .mapToObj(c -> Arrays.copyOfRange(counts, c * classes, (c + 1) * classes))
            .toArray(long[][]::new));
  }

  /** The share of the counts on the diagonal. */
  double accuracy() {
    long right = IntStream.range(0, counts.length).mapToLong(c -> counts[c][c]).sum();
    long all = Arrays.stream(counts).flatMapToLong(Arrays::stream).sum();
    return ratio(right, all);
  }

  /** The scores of one class. */
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

  /** The mean of a value over the classes that occur among the rows or the predictions. */
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

  /** The ratio; 0 if {@code whole} is 0. */
  static double ratio(long part, long whole) {
    return whole == 0 ? 0 : part / (double) whole;
  }
}
