package io.dendrite.shards;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import scala.collection.JavaConverters;

/** Where tasks run: how many at once, and on which executors. */
public final class Slots {
  private Slots() {}

  /** Tasks that run at once on all executors known so far. */
  public static int of(JavaSparkContext spark) {
    return Math.max(
        1,
        spark
            .sc()
            .maxNumConcurrentTasks(spark.sc().resourceProfileManager().defaultResourceProfile()));
  }

  /**
   * Number of tasks that each executor runs at once; in local mode the executor is called "driver".
   */
  public static Map<String, Integer> tasksAtOnce(JavaSparkContext spark) {
    Map<String, Integer> tasks = new TreeMap<>();
    JavaConverters.asJavaCollection(spark.sc().statusStore().executorList(true))
        .forEach(executor -> tasks.put(executor.id(), executor.maxTasks()));
    return tasks;
  }

  /**
   * Number of tasks that each executor runs at once, by the place where Spark is to run them.
   *
   * @param slots number of tasks in local mode, where there is only one place
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
