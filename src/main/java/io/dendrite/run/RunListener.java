package io.dendrite.run;

import io.dendrite.engine.Step;
import io.dendrite.input.Notices;
import io.dendrite.score.Metrics;

/** Receives the events of a run. All calls come from the thread that runs the trainer. */
public interface RunListener extends Notices {
  /** Called when the data are packed and training is about to start. */
  default void started(RunInfo info) {}

  /**
   * Called before the first line search.
   *
   * @param value value of the objective at the initial parameters
   */
  default void starts(double value) {}

  /** Called after each training step. */
  default void step(Step step) {}

  /**
   * Called after each epoch.
   *
   * @param epoch number of the epoch, from 1
   * @param trainLoss training loss, averaged over the epoch's mini-batches
   * @param validation metrics of the validation rows; null if there are no validation rows
   */
  default void epoch(long epoch, double trainLoss, Metrics validation) {}

  /** Called after a checkpoint was saved and verified. */
  default void saved(String path) {}

  /**
   * Describes the training that is about to start.
   *
   * @param engine name of the engine, for messages
   * @param parameters number of learned parameters
   * @param rows number of training rows
   * @param validationRows number of validation rows
   * @param firstStep number of steps that were done before the run was resumed; 0 for a fresh start
   * @param member number of the network in an ensemble, from 1
   * @param members number of networks of the run
   */
  record RunInfo(
      String engine,
      int parameters,
      long rows,
      long validationRows,
      int partitions,
      long stepsPerEpoch,
      int epochs,
      long firstStep,
      long cachedBytes,
      int member,
      int members) {}
}
