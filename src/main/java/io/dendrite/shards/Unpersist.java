package io.dendrite.shards;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.rdd.RDD;

/**
 * Removes cached data from the executors and waits until the data are removed, since Spark prints
 * stack traces if it is stopped while data are being removed. Waits at most one second, so that an
 * executor that hangs does not hold up the program.
 */
final class Unpersist {
  private static final long NANOS = TimeUnit.SECONDS.toNanos(1);

  private Unpersist() {}

  static void free(List<? extends RDD<?>> cached) {
    List<FutureTask<?>> tasks = new ArrayList<>();
    for (RDD<?> data : cached) {
      FutureTask<?> task = new FutureTask<>(() -> data.unpersist(true));
      Thread thread = new Thread(task, "dendrite-unpersist");
      thread.setDaemon(true);
      thread.start();
      tasks.add(task);
    }
    long end = System.nanoTime() + NANOS;
    try {
      for (FutureTask<?> task : tasks) {
        task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
      }
    } catch (ExecutionException | TimeoutException e) {
      // Cached data that could not be removed in time vanish when their executors end.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
