package io.dendrite.engine;

import io.dendrite.task.NonFiniteException;

/**
 * Takes the training steps of a run. Engines may differ in how they send parameters and gradients
 * between the driver and the tasks; their results are equal bit for bit.
 */
public interface Engine extends AutoCloseable {
  /**
   * A listener that is informed of each step when the step is done. All calls come from the thread
   * that called the engine.
   */
  interface Watch {
    /**
     * Called before the first line search.
     *
     * @param value value of the objective at the initial parameters
     */
    default void starts(double value) {}

    /**
     * Called when a step is done. Each step is reported once, and in order. A step may be reported
     * before the {@link TrainState} contains its result.
     */
    void step(Step step);

    /** True if the engine is to return after the current step; called from time to time. */
    boolean stop();

    /**
     * True if the run must end soon, for example because a scheduler has asked it to; failed work
     * is then not repeated.
     */
    default boolean isUrgent() {
      return false;
    }
  }

  /**
   * Takes at least one step and changes the state in place. Returns when the run has done {@code
   * until} steps in total, or earlier.
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
