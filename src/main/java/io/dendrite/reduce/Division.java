package io.dendrite.reduce;

import java.io.Serializable;
import java.util.Arrays;

/**
 * How the work of an all-reduce job is divided among its tasks. The tasks of an executor are
 * consecutive. Each task computes the gradients of consecutive shards, and updates consecutive
 * blocks of the parameters.
 *
 * @param shards index of the first shard of each task; one more entry at the end holds the number
 *     of shards
 * @param tasks index of the first task of each executor; one more entry at the end holds the number
 *     of tasks
 * @param blocks number of blocks into which the parameters are divided
 */
public record Division(int[] shards, int[] tasks, int blocks) implements Serializable {

  /**
   * Divides shards and blocks among the tasks of all executors. Two tasks differ by at most one
   * shard and by at most one block.
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
   * The index of the first shard of each task of an executor. One more entry at the end holds the
   * index after the executor's last shard.
   */
  public int[] shardsOfTasks(int executor) {
    return Arrays.copyOfRange(shards, tasks[executor], tasks[executor + 1] + 1);
  }

  /**
   * The index of the first shard of each executor. One more entry at the end holds the number of
   * shards.
   */
  public int[] shardsOfExecutors() {
    return Arrays.stream(tasks).map(task -> shards[task]).toArray();
  }

  /**
   * Number of sums, one for each subtree of the canonical tree, that remain when an executor has
   * summed its shards.
   */
  public int subtrees(int executor) {
    return CanonicalTree.subtrees(shards[tasks[executor]], shards[tasks[executor + 1]]);
  }

  /**
   * The first of the parameter blocks that a task updates; for the index after the last task, the
   * number of blocks.
   */
  public int firstBlock(int task) {
    return (int) ((long) blocks * task / count());
  }

  /**
   * Returns the first of the parameter blocks for which a task adds up the gradients of all tasks
   * on its executor; for the index after the last task, the number of blocks. The task has the
   * index {@code place} on the executor. For this purpose, all blocks are divided among the tasks
   * of the executor.
   */
  public int firstJoined(int executor, int place) {
    return (int) ((long) blocks * place / count(executor));
  }
}
