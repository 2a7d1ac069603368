package io.dendrite.train;

/** Advances a run. Engines differ in how numbers travel, not in the bits of the result. */
interface Engine {
  /**
   * Does one step, in place.
   *
   * @throws NonFiniteException if the loss or the gradient is not finite; the state is then as
   *     before
   */
  Step advance(TrainState state);
}
