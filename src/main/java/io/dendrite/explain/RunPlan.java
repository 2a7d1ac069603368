package io.dendrite.explain;

import io.dendrite.config.TrainConfig;
import io.dendrite.engine.Step;
import io.dendrite.engine.StepTimes;
import io.dendrite.memory.MemoryNeed;
import io.dendrite.net.Net;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import java.util.List;

/**
 * What a run will compute, move and hold, and how long its steps take here.
 *
 * @param machines what each executor computes with and how fast, one line each
 * @param parameters learned parameters
 * @param sparse whether the first inner product runs on sparse rows
 * @param rows training rows
 * @param cachedBytes size of the training rows in the cache
 * @param batch rows of a step
 * @param allReduce whether the run uses the all-reduce engine rather than the tree engine
 * @param tasks number of tasks of a step's job
 * @param forwardFlop multiplications and additions of a step's forward matrix products
 * @param backwardFlop the same for its backward matrix products
 * @param memory what a step moves and the run holds, and the limits of both
 * @param stepSeconds median wall time of the timed steps
 * @param fastSeconds the fastest tenth of the steps took at most this time
 * @param slowSeconds the slowest tenth of the steps took at least this time
 * @param times where the time went in the step that took the median time
 * @param networks number of networks that the run trains, one after the other
 * @param scaling what more executors would bring
 */
public record RunPlan(
    List<String> machines,
    int parameters,
    boolean sparse,
    long rows,
    long cachedBytes,
    int partitions,
    int batch,
    boolean allReduce,
    int tasks,
    double forwardFlop,
    double backwardFlop,
    MemoryNeed memory,
    int timedSteps,
    double stepSeconds,
    double fastSeconds,
    double slowSeconds,
    StepTimes times,
    long stepsPerEpoch,
    int epochs,
    int networks,
    ScalingModel scaling) {

  static RunPlan of(
      List<String> machines,
      TrainConfig.Run run,
      TrainingData data,
      boolean sparse,
      MemoryNeed need,
      boolean allReduce,
      int slots,
      long stepsPerEpoch,
      List<Step> steps,
      ScalingModel.Passes passes,
      ScalingModel.Network network,
      ScalingModel.Jobs jobs) {
    Net net = data.net();
    ShardedRows rows = data.train();
    int batch = (int) Math.min(run.batch(), rows.rows());
    double density = sparse ? data.encoding().density() : 1;
    Step median = steps.get(steps.size() / 2);
    int tenth = steps.size() / 10;
    StepTimes times = median.times();
    int tasks = Math.min(slots, rows.layout().shards());
    ScalingModel scaling =
        ScalingModel.of(
            data,
            run,
            need.given(),
            median.rows() * rows.shareOfATask(allReduce, slots, need.given().tasksPerExecutor()),
            times,
            passes,
            network,
            jobs);
    return new RunPlan(
        machines,
        net.parameters(),
        sparse,
        rows.rows(),
        rows.bytes(),
        rows.layout().shards(),
        batch,
        allReduce,
        allReduce ? tasks : rows.groups(slots),
        batch * net.flop(false, density),
        batch * net.flop(true, density),
        need,
        steps.size(),
        median.seconds(),
        steps.get(tenth).seconds(),
        steps.get(steps.size() - 1 - tenth).seconds(),
        times,
        stepsPerEpoch,
        run.epochs(),
        run.ensemble(),
        scaling);
  }

  /** Predicted time of an epoch's steps. */
  public double epochSeconds() {
    return stepsPerEpoch * stepSeconds;
  }
}
