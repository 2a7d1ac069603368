package io.dendrite.train;

import io.dendrite.net.Net;

/**
 * The mutable state of a run, all of it: an engine advances it, a checkpoint saves it. Only the
 * driver owns one.
 */
final class TrainState {
  /** The flat parameter vector. */
  final float[] parameters;

  /** The optimiser's state vectors, in the order of its rule. */
  final float[][] slots;

  /** Steps done. */
  long step;

  TrainState(float[] parameters, float[][] slots, long step) {
    this.parameters = parameters;
    this.slots = slots;
    this.step = step;
  }

  /** The start of a run: initialised parameters, no momentum. */
  static TrainState fresh(Net net, TrainConfig.Run run) {
    return new TrainState(
        net.init(run.seed()), new float[run.rule().slots().size()][net.parameters()], 0);
  }
}
