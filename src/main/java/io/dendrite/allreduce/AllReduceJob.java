package io.dendrite.allreduce;

import io.dendrite.engine.StepLog;
import io.dendrite.engine.TrainState;
import io.dendrite.task.JobFailure;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;

/** The driver's side of one all-reduce job, which does many steps. */
public interface AllReduceJob extends AutoCloseable {
  /** Interval in milliseconds at which the driver checks a running job. */
  long LOOK_MILLIS = 50;

  /**
   * The object that the driver sends to the tasks; each task finds through it the state that it
   * shares with other tasks, and its part of the work.
   */
  Rendezvous rendezvous();

  /** The log of the steps that the driver knows to be complete. */
  StepLog log();

  /** Asks the job to end after its current step if {@code stop} is true. */
  void askToStop(boolean stop);

  /**
   * Why the job cannot succeed although Spark keeps it running; null if the job can still succeed.
   */
  Throwable failure();

  /** Makes all tasks of the job stop waiting and fail. */
  void giveUp();

  /** Sentences about connections and messages that were refused at the ports of the job. */
  default List<String> refusals() {
    return List.of();
  }

  /** Writes the run's state after the job, as returned by the job's tasks, into {@code state}. */
  void finish(List<AllReduceWork.Outcome> tasks, TrainState state);

  /**
   * Waits until the job ends, and writes the run's state after the job into {@code state}. When
   * this method returns or throws an exception, the job has ended.
   *
   * @param look action that is run from time to time while waiting
   * @throws JobFailure if the job fails
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
