package io.dendrite.run;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * The results of a run's networks; the run trains only one network unless it trains an ensemble.
 *
 * @param all results in the order of the networks; networks whose training was not begun are
 *     missing
 * @param interrupted whether the run was asked to stop before all networks had taken all their
 *     steps
 */
record Outcomes(List<MemberRun.Outcome> all, boolean interrupted) {
  /** The parameters of all networks in one array, one network after the other. */
  float[] parameters() {
    if (all.size() == 1) {
      return all.get(0).parameters();
    }
    int n = all.get(0).parameters().length;
    float[] joined = new float[Math.multiplyExact(n, all.size())];
    for (int i = 0; i < all.size(); i++) {
      System.arraycopy(all.get(i).parameters(), 0, joined, i * n, n);
    }
    return joined;
  }

  long sum(ToLongFunction<MemberRun.Outcome> number) {
    return all.stream().mapToLong(number).sum();
  }

  /**
   * The mean of a number over the networks that took steps; {@code otherwise} if no network took a
   * step.
   */
  double mean(ToDoubleFunction<MemberRun.Outcome> number, double otherwise) {
    return all.stream()
        .filter(outcome -> outcome.rowsPerSecond() > 0)
        .mapToDouble(number)
        .average()
        .orElse(otherwise);
  }

  /**
   * The value of {@code text} for the last network for which this value is not null; null if there
   * is no such network.
   */
  String last(Function<MemberRun.Outcome, String> text) {
    return all.stream()
        .map(text)
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .orElse(null);
  }
}
