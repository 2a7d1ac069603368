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
 * The plan of a training run: what the run will compute, send between JVMs and hold in memory, and
 * how long its steps take on this machine or cluster.
 *
 * @param machines for each executor, one line with its BLAS library and speed
 * @param parameters number of learned parameters
 * @param sparse whether the first inner-product layer reads sparse rows
 * @param rows number of training rows
 * @param cachedBytes size of the training rows in the cache
 * @param batch number of rows of a step's mini-batch
 * @param allReduce whether the run uses the all-reduce engine rather than the tree engine
 * @param tasks number of tasks of the Spark job that runs a step
 * @param forwardFlop number of multiplications and additions of a step's forward matrix products
 * @param backwardFlop number of multiplications and additions of a step's backward matrix products
 * @param memory the memory that the run and the results of its Spark jobs need, and the limits on
 *     both
 * @param stepSeconds median wall time of the timed steps, in seconds
 * @param fastSeconds 10th percentile of the timed steps' wall time, in seconds
 * @param slowSeconds 90th percentile of the timed steps' wall time, in seconds
 * @param times time of each part of the step with the median wall time
 * @param networks number of networks that the run trains, one after the other
 * @param scaling model that predicts the time of a step on more executors
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

  /** Predicted time of an epoch's steps, in seconds. */
  public double epochSeconds() {
    return stepsPerEpoch * stepSeconds;
  }
}
