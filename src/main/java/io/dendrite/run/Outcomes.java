package io.dendrite.run;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * What became of the networks of a run, which are one unless it trains an ensemble.
 *
 * @param all in their order; those that were not begun are missing
 * @param interrupted was the run asked to stop before all had all their steps?
 */
record Outcomes(List<MemberRun.Outcome> all, boolean interrupted) {
  /** The parameters of all, one behind the other. */
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

  /** Over the networks that did steps. */
  double mean(ToDoubleFunction<MemberRun.Outcome> number, double otherwise) {
    return all.stream()
        .filter(outcome -> outcome.rowsPerSecond() > 0)
        .mapToDouble(number)
        .average()
        .orElse(otherwise);
  }

  /** Of the last network that has it; else null. */
  String last(Function<MemberRun.Outcome, String> text) {
    return all.stream()
        .map(text)
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .orElse(null);
  }
}
