package io.dendrite.train;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Gives up the steps of a run that somebody asked to stop, if they fail, or have not ended some
 * seconds later: a task may hang, and who asks (a scheduler, an operator) does not wait for long.
 */
final class LastSteps implements AutoCloseable {
  /** A run that is asked to stop has to save and be gone within ten seconds. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private static final long LOOK_MILLIS = 100;

  private final JavaSparkContext spark;
  private final BooleanSupplier asked;
  private final Thread watch = new Thread(this::watch, "dendrite-last-steps");

  /** Of the jobs of the steps that are going on; null between steps. */
  private volatile String tag;

  private volatile boolean late;

  /**
   * @param asked did somebody ask the run to stop?
   */
  LastSteps(JavaSparkContext spark, BooleanSupplier asked) {
    this.spark = spark;
    this.asked = asked;
    watch.setDaemon(true);
    watch.start();
  }

  /** Did somebody ask the run to stop? */
  boolean asked() {
    return asked.getAsBoolean();
  }

  /**
   * Takes steps.
   *
   * @return null, or why they were given up
   */
  String attempt(Runnable steps) {
    String jobs = "dendrite-steps-" + Long.toHexString(ThreadLocalRandom.current().nextLong());
    spark.addJobTag(jobs);
    tag = jobs;
    try {
      steps.run();
      return null;
    } catch (Exception e) {
      // Mistakes of the user and faults of the JVM are told as ever.
      if (!asked()
          || e instanceof NonFiniteException
          || !(JobFailure.of(e) instanceof JobFailure)) {
        throw e;
      }
      return late
          ? "they did not end within " + GRACE_NANOS / 1_000_000_000 + " s"
          : JobFailure.of(e).getMessage();
    } finally {
      tag = null;
      spark.removeJobTag(jobs);
    }
  }

  private void watch() {
    long since = System.nanoTime();
    try {
      while (true) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        String jobs = tag;
        long now = System.nanoTime();
        if (jobs == null || !asked()) {
          since = now;
        } else if (now - since > GRACE_NANOS) {
          late = true;
          spark.cancelJobsWithTag(jobs);
        }
      }
    } catch (InterruptedException | IllegalStateException e) {
      // Closed, or Spark has stopped.
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
