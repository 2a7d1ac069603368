package io.dendrite.engine;

import io.dendrite.shards.Slots;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Limits how long the tasks of a job may take to begin. Spark itself would wait without end for
 * task slots that no longer exist or that other tasks occupy.
 */
public final class JobStart {
  private static final long LOOK_NANOS = 1_000_000_000;

  private final JavaSparkContext spark;
  private final int tasks;
  private final long timeoutNanos;
  private final long start = System.nanoTime();
  private long lookedAtSlots = start;

  public JobStart(JavaSparkContext spark, int tasks, long timeoutNanos) {
    this.spark = spark;
    this.tasks = tasks;
    this.timeoutNanos = timeoutNanos;
  }

  /**
   * Why the driver stops waiting for the tasks of the job that have not begun; null while these
   * tasks may still begin.
   */
  public Throwable failure(int begun) {
    long now = System.nanoTime();
    if (now - start > timeoutNanos) {
      return new IllegalStateException(
          "only "
              + begun
              + " of "
              + tasks
              + " tasks could start within "
              + timeoutNanos / 1_000_000_000
              + " s (train.timeout)");
    }
    if (now - lookedAtSlots > LOOK_NANOS) {
      lookedAtSlots = now;
      int slots = Slots.of(spark);
      if (slots < tasks) {
        return new IllegalStateException("only " + slots + " of " + tasks + " task slots are left");
      }
    }
    return null;
  }
}
