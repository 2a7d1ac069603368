package io.dendrite.engine;

import io.dendrite.task.NonFiniteException;

/** Advances a run. Engines differ in how vectors travel, not in the bits of the result. */
public interface Engine extends AutoCloseable {
  /** Follows the steps as they are done. All calls come from the thread that called the engine. */
  interface Watch {
    /**
     * A line search starts.
     *
     * @param value of the objective at the first parameters
     */
    default void starts(double value) {}

    /** A step is done; each is reported once, in order, perhaps before the state shows it. */
    void step(Step step);

    /** True if the engine is to return after the current step; asked now and then. */
    boolean stop();

    /**
     * True if somebody who will not wait has asked the run to end; failed work is then not
     * repeated.
     */
    default boolean isUrgent() {
      return false;
    }
  }

  /**
   * Takes at least one step, changing the state in place, and ends when {@code until} steps have
   * been done in all, or earlier.
   *
   * @throws NonFiniteException if the loss or the gradient is not finite; the state is then as
   *     before that step
   */
  void advance(TrainState state, long until, Watch watch);

  /** The engine's name for messages. */
  String name();

  @Override
  void close();
}
