package io.dendrite.reduce;

import java.io.Serializable;

/**
 * The time that tasks spent on each part of their work, in nanoseconds, summed over the tasks.
 *
 * @param load time for collecting the rows of a mini-batch and scaling them
 * @param forward time for the forward pass
 * @param backward time for the loss and the backward pass
 * @param total time for all work of the tasks, including sums over shards
 */
public record TaskTimes(long load, long forward, long backward, long total)
    implements Serializable {
  public static final TaskTimes NONE = new TaskTimes(0, 0, 0, 0);

  public TaskTimes plus(TaskTimes other) {
    return new TaskTimes(
        load + other.load, forward + other.forward, backward + other.backward, total + other.total);
  }
}
