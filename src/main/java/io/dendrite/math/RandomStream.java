package io.dendrite.math;

/**
 * The streams of random numbers in a run, one stream for each purpose, so that no two purposes use
 * the same numbers. The order of the constants affects the bits of a model.
 */
public enum RandomStream {
  /** The stream for initial weights. */
  INIT,
  /** The stream for the order of the rows in an epoch. */
  ORDER,
  /** The stream for all random numbers that layers, such as dropout, draw in a step. */
  STEP,
  /** The stream for the seeds of pre-training. */
  PRETRAINING;

  /** The key of this stream in a run with the given seed. */
  public long key(long seed) {
    return Rng.key(seed, -1 - ordinal());
  }
}
