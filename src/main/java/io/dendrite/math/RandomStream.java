package io.dendrite.math;

/**
 * The uses of random numbers in a run. Each use draws from its own stream, so that no two uses get
 * the same numbers. The order of these constants is part of what determines the bits.
 */
public enum RandomStream {
  /** Initial weights. */
  INIT,
  /** The order of the rows in an epoch. */
  ORDER,
  /** Dropout, and all other random numbers that layers draw in a step. */
  STEP,
  /** The seeds of pre-training. */
  PRETRAINING;

  /** The key of this stream for a seed. */
  public long key(long seed) {
    return Rng.key(seed, -1 - ordinal());
  }
}
