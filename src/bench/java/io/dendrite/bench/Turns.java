package io.dendrite.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Measures several things side by side: one warm-up of each, then rounds in which each takes its
 * turn, so that a machine that slows down slows all of them. Medians over the rounds, of figures
 * and of the ratios within a round.
 */
final class Turns {
  /** Something that is measured once a round. */
  interface Contender {
    /** Runs once and returns the figure. */
    double run() throws Exception;
  }

  private final List<Contender> contenders = new ArrayList<>();
  private double[][] found;

  /** Adds a contender and returns its number. */
  int add(Contender contender) {
    contenders.add(contender);
    return contenders.size() - 1;
  }

  /** Runs all rounds. */
  Turns run(int rounds) throws Exception {
    for (Contender contender : contenders) {
      contender.run();
    }
    found = new double[contenders.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int c = 0; c < found.length; c++) {
        found[c][round] = contenders.get(c).run();
      }
    }
    return this;
  }

  /** The middle figure of a contender. */
  double median(int contender) {
    return median(found[contender].clone());
  }

  /** The middle ratio of two contenders' figures in the same round. */
  double ratio(int above, int below) {
    double[] ratios = new double[found[above].length];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = found[above][round] / found[below][round];
    }
    return median(ratios);
  }

  /** The middle of some numbers, which are sorted. */
  static double median(double[] numbers) {
    Arrays.sort(numbers);
    int n = numbers.length;
    return n % 2 == 1 ? numbers[n / 2] : (numbers[n / 2 - 1] + numbers[n / 2]) / 2;
  }
}
