package io.dendrite.cli;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;

/**
 * The partitions of tasks that have failed. When Spark gives a task up it tells its place among
 * those of its stage's last attempt, which may have been for some of the partitions only.
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

  /** The partition of the task that failed last at a place; the place itself if none is known. */
  int partition(int stage, int place) {
    return partitions.getOrDefault(new Task(stage, place), place);
  }
}
