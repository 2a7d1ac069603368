package io.dendrite.run;

import io.dendrite.engine.Step;
import io.dendrite.input.Notices;
import io.dendrite.score.Metrics;

/** Receives the events of a run. All calls come from the thread that runs the trainer. */
public interface RunListener extends Notices {
  /** The data are packed and training is about to start. */
  default void started(RunInfo info) {}

  /**
   * A line search starts.
   *
   * @param value of the objective at the first parameters
   */
  default void starts(double value) {}

  /** A step is done. */
  default void step(Step step) {}

  /**
   * An epoch is done.
   *
   * @param epoch from 1
   * @param trainLoss mean over its mini-batches
   * @param validation null without validation rows
   */
  default void epoch(long epoch, double trainLoss, Metrics validation) {}

  /** A checkpoint is saved and verified. */
  default void saved(String path) {}

  /**
   * What is about to run.
   *
   * @param engine name of the engine for messages
   * @param parameters learned parameters
   * @param rows training rows
   * @param validationRows rows held out
   * @param firstStep steps already done
   * @param member which network of an ensemble, from 1
   * @param members networks of the run
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
