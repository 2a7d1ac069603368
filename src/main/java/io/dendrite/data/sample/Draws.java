package io.dendrite.data.sample;

import io.dendrite.data.RowHash;

/**
 * A stream of pseudo-random numbers (SplitMix64) that is a pure function of (seed, index) and the
 * same on every machine and JDK: it uses only integer arithmetic, + - * / and StrictMath.
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

  /** Uniform in [0, 1), 53 bits. */
  double uniform() {
    return (bits() >>> 11) * 0x1p-53;
  }

  double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** Uniform in 0 .. bound - 1, for a small bound. */
  int below(int bound) {
    return (int) (((bits() >>> 33) * bound) >>> 31);
  }

  /**
   * A bounded, bell-shaped distribution (from the sum of three uniforms): mean 0, standard
   * deviation 1, within [-3, 3].
   */
  double bell() {
    return 2 * (uniform() + uniform() + uniform()) - 3;
  }

  /** Standard normal (Box and Muller 1958). */
  double normal() {
    double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - uniform()));
    return radius * StrictMath.cos(2 * StrictMath.PI * uniform());
  }
}
