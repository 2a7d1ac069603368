package io.dendrite.engine;

import io.dendrite.reduce.TaskTimes;

/**
 * How much of a step's wall time each of its parts took, in seconds. For work that several tasks do
 * at the same time, the mean over the tasks is given.
 *
 * @param broadcast time for making the parameters available to tasks
 * @param load time for gathering and scaling rows
 * @param forward time for the forward pass
 * @param backward time for the loss and the backward pass
 * @param aggregate time for summing gradients over shards, in tasks and on the driver, and for
 *     norms
 * @param update time for updating the parameters
 * @param scheduling time for everything else in the step's job: starting tasks, moving results,
 *     waiting for the slowest task
 */
public record StepTimes(
    double broadcast,
    double load,
    double forward,
    double backward,
    double aggregate,
    double update,
    double scheduling) {

  /**
   * Computes the times of a step in seconds, from the times of its tasks and of the driver in
   * nanoseconds. At most {@code tasksAtOnce} tasks run at the same time.
   *
   * @param job time from the start of the tasks until their results have arrived
   * @param sum time that the driver took to sum gradients
   */
  static StepTimes of(
      TaskTimes tasks, int tasksAtOnce, long broadcast, long job, long sum, long update) {
    double each = 1e-9 / tasksAtOnce;
    long inPasses = tasks.load() + tasks.forward() + tasks.backward();
    return new StepTimes(
        1e-9 * broadcast,
        each * tasks.load(),
        each * tasks.forward(),
        each * tasks.backward(),
        each * (tasks.total() - inPasses) + 1e-9 * sum,
        1e-9 * update,
        1e-9 * job - each * tasks.total());
  }
}
