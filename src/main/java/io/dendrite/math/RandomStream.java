package io.dendrite.math;

/**
 * The streams of random numbers in a run, one for each use. Each use draws from its own stream, so
 * that no two uses get the same numbers. The order of the constants affects the bits of a model.
 */
public enum RandomStream {
  /** The stream for initial weights. */
  INIT,
  /** The stream for the order of the rows in an epoch. */
  ORDER,
  /** The stream for dropout and all other random numbers that layers draw in a step. */
  STEP,
  /** The stream for the seeds of pre-training. */
  PRETRAINING;

  /** The key of this stream in a run with the given seed. */
  public long key(long seed) {
    return Rng.key(seed, -1 - ordinal());
  }
}
