package io.dendrite.train;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Gives up the steps of a run that was asked to stop and has not stopped some seconds later: a task
 * may hang, and who asks (a scheduler, an operator) does not wait for long. For the steps' jobs of
 * the thread that made it.
 */
final class LastSteps implements AutoCloseable {
  /** A run that is asked to stop has to save and be gone within ten seconds. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_MILLIS = 100;

  private final JavaSparkContext spark;
  private final BooleanSupplier stopRequested;
  private final String tag = "dendrite-steps-" + System.identityHashCode(this);
  private final Thread watch = new Thread(this::watch, "dendrite-last-steps");
  private volatile boolean stepping;
  private volatile boolean late;

  /**
   * @param stopRequested is the run asked to stop?
   */
  LastSteps(JavaSparkContext spark, BooleanSupplier stopRequested) {
    this.spark = spark;
    this.stopRequested = stopRequested;
    spark.addJobTag(tag);
    watch.setDaemon(true);
    watch.start();
  }

  /** Is the run asked to stop? */
  boolean stopRequested() {
    return stopRequested.getAsBoolean();
  }

  /**
   * Takes steps.
   *
   * @return null, or why they were given up: the run is to stop, and they failed or did not end
   */
  String failure(Runnable steps) {
    stepping = true;
    try {
      steps.run();
      return null;
    } catch (Exception e) {
      if (late) {
        return "they did not end within " + GRACE_NANOS / 1_000_000_000 + " s";
      }
      if (e instanceof JobFailure && stopRequested()) {
        return e.getMessage();
      }
      throw e;
    } finally {
      stepping = false;
    }
  }

  private void watch() {
    long asked = System.nanoTime();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        long now = System.nanoTime();
        if (!stepping || !stopRequested()) {
          asked = now;
        } else if (now - asked > GRACE_NANOS) {
          late = true;
          spark.cancelJobsWithTag(tag);
        }
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  @Override
  public void close() {
    watch.interrupt();
    spark.removeJobTag(tag);
  }
}
