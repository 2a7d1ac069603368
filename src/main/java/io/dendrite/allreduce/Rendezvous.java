package io.dendrite.allreduce;

import java.io.Serializable;
import java.util.function.Consumer;

/** Gives the tasks of an all-reduce job the state that they share; the driver sends it to them. */
public interface Rendezvous extends Serializable {
  /**
   * Finds the state that a task shares with other tasks, and runs {@code steps} with it.
   *
   * @param task index of the task's partition in the Spark job
   * @param elements index of the first parameter of each block; the last entry is the number of
   *     parameters
   */
  AllReduceWork.Outcome run(int task, int[] elements, Consumer<Rank> steps);
}
