package io.dendrite.train;

import java.io.Serializable;
import java.util.function.Consumer;

/** Where the tasks of a job of many steps share their state, as they are told by the driver. */
interface Seating extends Serializable {
  /**
   * Lets a task do its steps.
   *
   * @param task partition of the job
   * @param elements first element of each block of the parameters, and their end
   */
  AllReduceWork.Outcome run(int task, int[] elements, Consumer<Seat> steps);
}
