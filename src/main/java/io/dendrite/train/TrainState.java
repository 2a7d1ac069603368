package io.dendrite.train;

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

  /** The start of a run from its first parameters. */
  static TrainState starting(float[] parameters, TrainConfig.Run run) {
    return new TrainState(parameters, new float[run.rule().slots().size()][parameters.length], 0);
  }

  /** Becomes a copy of another state of the same run. */
  void set(TrainState other) {
    System.arraycopy(other.parameters, 0, parameters, 0, parameters.length);
    for (int i = 0; i < slots.length; i++) {
      System.arraycopy(other.slots[i], 0, slots[i], 0, slots[i].length);
    }
    step = other.step;
  }
}
