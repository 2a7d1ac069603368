package io.dendrite.shards;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.JavaConverters;

/** Finds out how many Spark tasks can run at once, and on which executors. */
public final class Slots {
  private Slots() {}

  /** Number of tasks that can run at once on all executors known so far. */
  public static int of(JavaSparkContext spark) {
    return Math.max(
        1,
        spark
            .sc()
            .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile()));
  }

  /**
   * Number of tasks that each executor runs at once, by executor id; in local mode the id is
   * "driver".
   */
  public static Map<String, Integer> tasksAtOnce(JavaSparkContext spark) {
    Map<String, Integer> tasks = new TreeMap<>();
    JavaConverters.asJavaCollection(spark.sc().statusStore().executorList(true))
        .forEach(executor -> tasks.put(executor.id(), executor.maxTasks()));
    return tasks;
  }

  /**
   * Number of tasks that each executor runs at once; the keys are Spark's task locations ({@code
   * executor_HOST_ID}).
   *
   * @param slots number of task slots in local mode, where the only key is {@code localhost}
   */
  public static Map<String, Integer> places(SparkContext spark, int slots) {
    Map<String, Integer> tasks = new TreeMap<>();
    if (spark.isLocal()) {
      tasks.put("localhost", slots);
    } else {
      JavaConverters.asJavaCollection(spark.statusStore().executorList(true)).stream()
          .filter(executor -> executor.maxTasks() > 0)
          .forEach(
              executor -> {
                String host = executor.hostPort().replaceAll(":\\d+$", "");
                tasks.put("executor_" + host + "_" + executor.id(), executor.maxTasks());
              });
    }
    return tasks;
  }
}
