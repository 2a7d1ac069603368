package io.dendrite.engine;

import io.dendrite.task.NonFiniteException;

/** Advances a run. Engines differ in how numbers travel, not in the bits of the result. */
public interface Engine extends AutoCloseable {
  /** Follows the steps as they are done. All calls come from the thread that called the engine. */
  interface Watch {
    /** A step is done; each is reported once, in order, perhaps before the state shows it. */
    void step(Step step);

    /** Asked now and then: shall the engine return after the step that is going on? */
    boolean stop();

    /** Did somebody ask the run to end, who will not wait? Then what fails is not done again. */
    default boolean isUrgent() {
      return false;
    }
  }

  /**
   * Does at least one step, in place, and no more than until so many are done in all.
   *
   * @throws NonFiniteException if the loss or the gradient is not finite; the state is then as
   *     before that step
   */
  void advance(TrainState state, long until, Watch watch);

  /** What people call it. */
  String name();

  @Override
  void close();
}
