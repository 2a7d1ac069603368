package io.dendrite.engine;

import io.dendrite.reduce.TaskTimes;

/**
 * Where the wall time of a step went, in seconds. Work that tasks do at the same time counts as its
 * mean over the tasks.
 *
 * @param broadcast making the parameters available to tasks
 * @param load gathering and scaling rows
 * @param forward forward pass
 * @param backward loss and backward pass
 * @param aggregate summing gradients over shards, in tasks and on the driver, and norms
 * @param update updating the parameters
 * @param scheduling everything else in the step's job: starting tasks, moving results, waiting for
 *     the slowest
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
   * The times of a step, from the times of its tasks, which run several at a time, and of the
   * driver; all in nanoseconds.
   *
   * @param job from the start of the tasks until their results have arrived
   * @param sum time of summing on the driver
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
