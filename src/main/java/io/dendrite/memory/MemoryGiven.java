package io.dendrite.memory;

import io.dendrite.shards.Slots;
import java.util.Collections;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The memory limits with which Spark was started, in bytes.
 *
 * @param local whether the driver and all tasks share one JVM; if true, executors and results have
 *     no limits of their own
 * @param driverHeap largest heap of the driver's JVM, in which this code runs
 * @param executorHeap heap of an executor ({@code --executor-memory})
 * @param executorOverhead memory that an executor may use outside of its heap; 0 if the cluster
 *     manager does not limit this memory
 * @param tasksPerExecutor number of tasks that an executor runs at the same time
 * @param results limit on the total size of the results of one job ({@code
 *     spark.driver.maxResultSize}); 0 for no limit
 * @param directResult largest size of a task's result that is sent to the driver with the message
 *     that the task has ended; the driver fetches larger results later
 */
public record MemoryGiven(
    boolean local,
    long driverHeap,
    long executorHeap,
    long executorOverhead,
    int tasksPerExecutor,
    long results,
    long directResult) {

  /** The memory limits of a Spark context. */
  public static MemoryGiven of(JavaSparkContext spark) {
    return of(
        spark.getConf(),
        spark.sc().isLocal(),
        (long) spark.sc().executorMemory() << 20,
        Collections.max(Slots.tasksAtOnce(spark).values()));
  }

  /**
   * The memory limits that follow from Spark's settings.
   *
   * @param tasksPerExecutor the largest number of tasks that one executor runs at the same time
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
