package io.dendrite.cli;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * Records the partitions of tasks that have failed. When Spark gives up on a task, Spark reports
 * the task's index within the last attempt of the stage. The last attempt may have covered only
 * some of the partitions.
 */
final class FailedTasks extends SparkListener {
  private record Task(int stage, int place) {}

  private final Map<Task, Integer> partitions = new ConcurrentHashMap<>();

  @Override
  public void onTaskEnd(SparkListenerTaskEnd end) {
    if (!end.taskInfo().successful()) {
      partitions.put(new Task(end.stageId(), end.taskInfo().index()), end.taskInfo().partitionId());
    }
  }

  /**
   * The partition of the task that failed last at index {@code place} of a stage; {@code place}
   * itself if no failed task is known at this index.
   */
  int partition(int stage, int place) {
    return partitions.getOrDefault(new Task(stage, place), place);
  }
}
