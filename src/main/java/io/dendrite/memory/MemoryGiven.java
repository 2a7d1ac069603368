package io.dendrite.memory;

import io.dendrite.shards.Slots;
import java.util.Collections;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The limits that Spark was given, in bytes.
 *
 * @param local whether the driver and its tasks share one JVM; executors and results then have no
 *     limits of their own
 * @param driverHeap heap of this JVM
 * @param executorHeap {@code --executor-memory}
 * @param executorOverhead what an executor may take outside of its heap; 0 if the cluster manager
 *     sets no such limit
 * @param tasksPerExecutor tasks that an executor runs at once
 * @param results {@code spark.driver.maxResultSize} of all results of one job; 0 for none
 * @param directResult up to this size a task's result arrives with the task's end; a larger one is
 *     fetched
 */
public record MemoryGiven(
    boolean local,
    long driverHeap,
    long executorHeap,
    long executorOverhead,
    int tasksPerExecutor,
    long results,
    long directResult) {

  /** The limits of a Spark context. */
  public static MemoryGiven of(JavaSparkContext spark) {
    return of(
        spark.getConf(),
        spark.sc().isLocal(),
        (long) spark.sc().executorMemory() << 20,
        Collections.max(Slots.tasksAtOnce(spark).values()));
  }

  /**
   * The limits that settings give.
   *
   * @param tasksPerExecutor the most tasks that one executor runs at once
   */
  public static MemoryGiven of(
      SparkConf conf, boolean local, long executorHeap, int tasksPerExecutor) {
    String master = conf.get("spark.master").toLowerCase(Locale.ROOT);
    boolean limited = master.startsWith("yarn") || master.startsWith("k8s");
    long least = conf.getSizeAsMb("spark.executor.minMemoryOverhead", "384m") << 20;
    double share = conf.getDouble("spark.executor.memoryOverheadFactor", 0.1);
    long usual = Math.max(least, (long) (share * executorHeap));
    return new MemoryGiven(
        local,
        Runtime.getRuntime().maxMemory(),
        executorHeap,
        limited ? conf.getSizeAsMb("spark.executor.memoryOverhead", (usual >> 20) + "m") << 20 : 0,
        Math.max(1, tasksPerExecutor),
        conf.getSizeAsBytes("spark.driver.maxResultSize", "1g"),
        Math.min(
            conf.getSizeAsBytes("spark.task.maxDirectResultSize", "1m"),
            conf.getSizeAsMb("spark.rpc.message.maxSize", "128m") << 20));
  }
}
