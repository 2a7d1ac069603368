package io.dendrite.train;

/**
 * Where the wall time of a step went, in seconds. What tasks do at the same time counts as the mean
 * over them.
 *
 * @param broadcast making the parameters known to tasks
 * @param load gathering and scaling rows
 * @param forward forward pass
 * @param backward loss and backward pass
 * @param aggregate summing gradients over shards, in tasks and on the driver, and norms
 * @param update of the parameters
 * @param scheduling all else of the step's job: starting tasks, moving results, waiting for the
 *     slowest
 */
public record StepTimes(
    double broadcast,
    double load,
    double forward,
    double backward,
    double aggregate,
    double update,
    double scheduling) {

  /** Of the tasks' work and the driver's clock readings at the step's five stages. */
  static StepTimes of(TaskTimes tasks, int count, long[] clock) {
    double each = 1e-9 / Math.max(1, count);
    double inTasks = tasks.load() + tasks.forward() + tasks.backward();
    return new StepTimes(
        1e-9 * (clock[1] - clock[0]),
        each * tasks.load(),
        each * tasks.forward(),
        each * tasks.backward(),
        each * (tasks.total() - inTasks) + 1e-9 * (clock[3] - clock[2]),
        1e-9 * (clock[4] - clock[3]),
        1e-9 * (clock[2] - clock[1]) - each * tasks.total());
  }
}
