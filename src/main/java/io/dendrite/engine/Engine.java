package io.dendrite.engine;

import io.dendrite.task.NonFiniteException;

/**
 * Takes the training steps of a run. Engines differ in how they send parameters and gradients
 * between the driver and the tasks, not in the bits of the result.
 */
public interface Engine extends AutoCloseable {
  /**
   * Is informed of each step when it is done. All calls come from the thread that called the
   * engine.
   */
  interface Watch {
    /**
     * Called before the first line search.
     *
     * @param value value of the objective at the first parameters
     */
    default void starts(double value) {}

    /**
     * Called when a step is done. Each step is reported once, in order, perhaps before the {@link
     * TrainState} contains its result.
     */
    void step(Step step);

    /** True if the engine is to return after the current step; called from time to time. */
    boolean stop();

    /**
     * True if somebody who does not wait long (such as a scheduler) has asked the run to end;
     * failed work is then not repeated.
     */
    default boolean isUrgent() {
      return false;
    }
  }

  /**
   * Takes at least one step and changes the state in place. Returns when {@code until} steps of the
   * run have been done in all, or earlier.
   *
   * @throws NonFiniteException if the loss or the gradient is not finite; the state is then as it
   *     was before the step
   */
  void advance(TrainState state, long until, Watch watch);

  /** The engine's name for messages. */
  String name();

  @Override
  void close();
}
