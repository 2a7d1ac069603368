package io.dendrite.train;

import io.dendrite.net.Net;
import java.util.Arrays;
import java.util.List;

/**
 * What a run will compute, move and hold, and how long its steps take here.
 *
 * @param parameters learned parameters
 * @param sparse does the first inner product run sparse?
 * @param rows training rows
 * @param cachedBytes of the training rows
 * @param batch rows of a step
 * @param tasks of a step's job
 * @param forwardFlop multiplications and additions of a step's forward matrix products
 * @param backwardFlop of its backward ones
 * @param memory what a step moves and the run holds, and the limits of both
 * @param stepSeconds median wall time of the timed steps
 * @param times where it went, of the step that took the median time
 */
public record RunPlan(
    int parameters,
    boolean sparse,
    long rows,
    long cachedBytes,
    int partitions,
    int batch,
    int tasks,
    double forwardFlop,
    double backwardFlop,
    MemoryNeed memory,
    int timedSteps,
    double stepSeconds,
    StepTimes times,
    long stepsPerEpoch,
    int epochs) {

  static RunPlan of(
      TrainConfig.Run run,
      TrainingData data,
      boolean sparse,
      MemoryNeed need,
      int slots,
      long stepsPerEpoch,
      List<Step> steps) {
    Net net = data.net();
    ShardedRows rows = data.train();
    int batch = (int) Math.min(run.batch(), rows.rows());
    double[] products =
        net.tensors().stream()
            .filter(tensor -> tensor.shape().length == 2)
            .mapToDouble(tensor -> 2.0 * batch * tensor.size())
            .toArray();
    if (sparse) {
      products[0] *= data.encoding().density();
    }
    double forward = Arrays.stream(products).sum();
    double first = products.length > 0 ? products[0] : 0;
    Step median = steps.get(steps.size() / 2);
    return new RunPlan(
        net.parameters(),
        sparse,
        rows.rows(),
        rows.bytes(),
        rows.layout().shards(),
        batch,
        rows.groups(slots),
        forward,
        // By the weights, and by the input of all layers but the first.
        2 * forward - first,
        need,
        steps.size(),
        median.seconds(),
        median.times(),
        stepsPerEpoch,
        run.epochs());
  }

  /** Predicted time of an epoch's steps. */
  public double epochSeconds() {
    return stepsPerEpoch * stepSeconds;
  }
}
