package io.dendrite.run;

import io.dendrite.task.JobFailure;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Limits the time that a run has to finish its current work after a request to stop. Spark jobs
 * that take longer are cancelled, since a task may hang, and the scheduler or operator that
 * requests the stop does not wait long.
 */
final class StopDeadline implements AutoCloseable {
  /**
   * Time in seconds that the current work may take after a request to stop. The run has to save a
   * checkpoint and end within ten seconds, so its current work gets five.
   */
  private static final int SECONDS = 5;

  private static final long LOOK_MILLIS = 100;

  private final JavaSparkContext spark;
  private final BooleanSupplier asked;
  private final Thread watch = new Thread(this::watch, "dendrite-deadline");

  /** Spark's tag on the jobs of the current work; null when there is no current work. */
  private volatile String tag;

  private volatile boolean over;

  /** Work that a run does in Spark jobs, such as a step or a validation. */
  public interface Work<T> {
    /** Runs the Spark jobs of the work and returns its result. */
    T run() throws IOException, GivenUpException;
  }

  /**
   * @param asked whether somebody has asked the run to stop
   */
  StopDeadline(JavaSparkContext spark, BooleanSupplier asked) {
    this.spark = spark;
    this.asked = asked;
    watch.setDaemon(true);
    watch.start();
  }

  /** True if somebody has asked the run to stop. */
  boolean asked() {
    return asked.getAsBoolean();
  }

  /**
   * Runs {@code work}; its Spark jobs are cancelled if they take too long after a request to stop.
   * Called from the thread of the run, one call at a time.
   *
   * @param what name of the work in one word, for error messages
   * @throws GivenUpException if the run was asked to stop, and the work failed after this request
   *     or was not done in time
   */
  <T> T attempt(String what, Work<T> work) throws IOException, GivenUpException {
    if (over) {
      throw late(what);
    }
    String jobs =
        "dendrite-" + what + "-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    spark.addJobTag(jobs);
    tag = jobs;
    try {
      return work.run();
    } catch (Exception e) {
      if (over) {
        throw late(what);
      }
      if (!asked() || isOfTheRun(e)) {
        throw e;
      }
      throw new GivenUpException(what, JobFailure.of(e).getMessage());
    } finally {
      tag = null;
      spark.removeJobTag(jobs);
    }
  }

  private static GivenUpException late(String what) {
    return new GivenUpException(what, "not done within " + SECONDS + " s");
  }

  /**
   * True for mistakes of the user and errors of the JVM, which are reported even after a request to
   * stop.
   */
  private static boolean isOfTheRun(Exception e) {
    return e instanceof GivenUpException
        || e instanceof IOException
        || e instanceof IllegalArgumentException
        || e instanceof NonFiniteException
        || !(JobFailure.of(e) instanceof JobFailure);
  }

  private void watch() {
    try {
      while (!asked()) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      TimeUnit.SECONDS.sleep(SECONDS);
      over = true;
      while (true) {
        String jobs = tag;
        if (jobs != null) {
          spark.cancelJobsWithTag(jobs);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException | IllegalStateException e) {
      // The deadline was closed, or Spark has stopped, so there is nothing left to watch.
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
