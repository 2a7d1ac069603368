package io.dendrite.allreduce;

import java.io.Serializable;
import java.util.function.Consumer;

/** Where the tasks of a job of many steps find the state they share; sent by the driver. */
public interface Rendezvous extends Serializable {
  /**
   * Lets a task do its steps.
   *
   * @param task partition of the job
   * @param elements first element of each block of the parameters, and their end
   */
  AllReduceWork.Outcome run(int task, int[] elements, Consumer<Rank> steps);
}
