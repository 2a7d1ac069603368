package io.dendrite.reduce;

import java.io.Serializable;

/**
 * Where the time of tasks went, in nanoseconds summed over tasks.
 *
 * @param load gathering and scaling rows
 * @param forward forward pass
 * @param backward loss and backward pass
 * @param total all of the tasks' work, including summing over shards
 */
public record TaskTimes(long load, long forward, long backward, long total)
    implements Serializable {
  public static final TaskTimes NONE = new TaskTimes(0, 0, 0, 0);

  public TaskTimes plus(TaskTimes other) {
    return new TaskTimes(
        load + other.load, forward + other.forward, backward + other.backward, total + other.total);
  }
}
