package io.dendrite.reduce;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How the work of an all-reduce job is divided among its tasks. The tasks of an executor are
 * consecutive. Each task computes the gradients of consecutive shards, and updates consecutive
 * blocks of the parameters.
 *
 * @param shards first shard of each task, and one more entry: the number of shards
 * @param tasks first task of each executor, and one more entry: the number of tasks
 * @param blocks number of blocks into which the parameters are divided
 */
public record Division(int[] shards, int[] tasks, int blocks) implements Serializable {

  /**
   * Divides shards and blocks among the given numbers of tasks on each executor, so that the
   * numbers of shards of two tasks differ by at most one, and so do the numbers of blocks.
   */
  public static Division of(int shards, int blocks, int... tasksOfExecutors) {
    int[] tasks = new int[tasksOfExecutors.length + 1];
    for (int executor = 0; executor < tasksOfExecutors.length; executor++) {
      tasks[executor + 1] = tasks[executor] + tasksOfExecutors[executor];
    }
    int count = tasks[tasksOfExecutors.length];
    int[] first = new int[count + 1];
    for (int task = 0; task <= count; task++) {
      first[task] = (int) ((long) shards * task / count);
    }
    return new Division(first, tasks, blocks);
  }

  /** Number of tasks of the job. */
  public int count() {
    return shards.length - 1;
  }

  public int executors() {
    return tasks.length - 1;
  }

  /** Index of the executor on which a task runs. */
  public int executorOf(int task) {
    int executor = 0;
    while (tasks[executor + 1] <= task) {
      executor++;
    }
    return executor;
  }

  /** Number of tasks that run on an executor. */
  public int count(int executor) {
    return tasks[executor + 1] - tasks[executor];
  }

  /**
   * First shard of each task of an executor, and one more entry: the shard after the last shard of
   * the executor.
   */
  public int[] shardsOfTasks(int executor) {
    return Arrays.copyOfRange(shards, tasks[executor], tasks[executor + 1] + 1);
  }

  /** First shard of each executor, and one more entry: the number of shards. */
  public int[] shardsOfExecutors() {
    return Arrays.stream(tasks).map(task -> shards[task]).toArray();
  }

  /**
   * Number of subtrees of the canonical tree that remain when an executor has summed its shards.
   */
  public int subtrees(int executor) {
    return CanonicalTree.subtrees(shards[tasks[executor]], shards[tasks[executor + 1]]);
  }

  /**
   * First block of a task's slice of the parameters; for the index after the last task, the number
   * of blocks.
   */
  public int firstBlock(int task) {
    return (int) ((long) blocks * task / count());
  }

  /**
   * The tasks of an executor divide all blocks of the parameters among themselves. For its blocks,
   * each task adds the gradient sums of all tasks of the executor. Returns the first block of the
   * task with index {@code place} on the executor; for the index after the last task, the number of
   * blocks.
   */
  public int firstJoined(int executor, int place) {
    return (int) ((long) blocks * place / count(executor));
  }
}
