package io.dendrite.allreduce;

import io.dendrite.engine.StepLog;
import io.dendrite.engine.TrainState;
import io.dendrite.task.JobFailure;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;

/** The driver's side of a job of many steps. */
public interface AllReduceJob extends AutoCloseable {
  /** How long a wait for a job is before the next look at it. */
  long LOOK_MILLIS = 50;

  /** What the tasks get from the driver: where their replica and ranks are. */
  Rendezvous rendezvous();

  /** The steps so far, as far as the driver knows. */
  StepLog log();

  /** Shall the job end after the step that is going on? */
  void askToStop(boolean stop);

  /** Why the job cannot succeed, although Spark goes on with it; null if it can. */
  Throwable failure();

  /** No task is to go on. */
  void giveUp();

  /** What was refused at the ports of the job, in sentences. */
  default List<String> refusals() {
    return List.of();
  }

  /** The state after the steps, from what the tasks handed in. */
  void finish(List<AllReduceWork.Outcome> tasks, TrainState state);

  /**
   * Waits for the job and takes over the state after it; leaves none behind that still runs.
   *
   * @param look done now and then meanwhile
   * @throws JobFailure if it fails
   */
  default void await(
      JavaFutureAction<List<AllReduceWork.Outcome>> job, Runnable look, TrainState state) {
    boolean ended = false;
    try {
      while (true) {
        try {
          List<AllReduceWork.Outcome> tasks = job.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          ended = true;
          for (AllReduceWork.Outcome task : tasks) {
            if (task.failure() != null) {
              throw JobFailure.of(task.failure());
            }
          }
          finish(tasks, state);
          return;
        } catch (TimeoutException e) {
          look.run();
          Throwable failure = failure();
          if (failure != null) {
            throw JobFailure.of(failure);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a job ran", e);
    } catch (ExecutionException e) {
      Throwable failure = failure();
      throw JobFailure.of(failure == null ? e.getCause() : failure);
    } finally {
      if (!ended) {
        giveUp();
        job.cancel(true);
      }
    }
  }

  @Override
  void close();
}
