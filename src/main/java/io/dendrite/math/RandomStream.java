package io.dendrite.math;

/**
 * What random numbers of a run are drawn for. Each draws from a stream of its own, so that no two
 * see the same numbers. The order is part of what determines the bits.
 */
public enum RandomStream {
  /** Initial weights. */
  INIT,
  /** The order of the rows in an epoch. */
  ORDER,
  /** Dropout, and whatever else layers draw in a step. */
  STEP,
  /** The seeds of pre-training. */
  PRETRAINING;

  /** The key of the stream of a seed. */
  public long key(long seed) {
    return Rng.key(seed, -1 - ordinal());
  }
}
