package io.dendrite.data.sample;

import io.dendrite.data.RowHash;

/**
 * A stream of pseudo-random numbers (SplitMix64) that is a pure function of (seed, index). The
 * stream is the same on every machine and JDK, since it uses only integer arithmetic, + - * / and
 * StrictMath.
 */
final class Draws {
  private long state;

  Draws(long seed, long index) {
    state = RowHash.mix(RowHash.mix(seed) + RowHash.mix(~index));
  }

  long bits() {
    state += 0x9e3779b97f4a7c15L;
    return RowHash.mix(state);
  }

  /** Draws a uniform random number in [0, 1) with 53 random bits. */
  double uniform() {
    return (bits() >>> 11) * 0x1p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /**
   * Draws a whole number from 0 (inclusive) to {@code bound} (exclusive). If {@code bound} is
   * small, all these numbers are almost equally likely.
   */
  int below(int bound) {
    return (int) (((bits() >>> 33) * bound) >>> 31);
  }

  /**
   * Draws from a bounded, bell-shaped distribution (the sum of three uniform numbers): mean 0,
   * standard deviation 1, within [-3, 3].
   */
  double bell() {
    return 2 * (uniform() + uniform() + uniform()) - 3;
  }

  /** Draws a standard normal number, by the method of Box and Muller (1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }
}
