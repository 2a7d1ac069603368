package io.dendrite.allreduce;

import java.io.Serializable;
import java.util.function.Consumer;

/**
 * The object that gives the tasks of an all-reduce job the state that they share. The driver sends
 * this object to the tasks.
 */
public interface Rendezvous extends Serializable {
  /**
   * Finds the state that a task shares with other tasks, and runs {@code steps} with this state.
   *
   * @param task index of the task's partition in the Spark job
   * @param elements for each block of parameters, the index of its first parameter; the last entry
   *     is the number of parameters
   */
  AllReduceWork.Outcome run(int task, int[] elements, Consumer<Rank> steps);
}
