package io.dendrite.train;

import java.util.List;

/** The driver's side of a job of many steps. */
interface Site extends AutoCloseable {
  /** What the tasks are told. */
  Seating seating();

  /** The steps so far, as far as the driver knows. */
  StepLog log();

  /** Shall the job end after the step that is going on? */
  void askToStop(boolean stop);

  /** Why the job cannot succeed, although Spark goes on with it; null if it can. */
  Throwable failure();

  /** No task is to go on. */
  void giveUp();

  /** The state after the steps, from what the tasks handed in. */
  void finish(List<AllReduceWork.Outcome> tasks, TrainState state);

  @Override
  void close();
}
