package io.dendrite.engine;

import io.dendrite.config.TrainConfig;
import io.dendrite.optim.FullBatchObjective;
import io.dendrite.optim.QuasiNewton;
import io.dendrite.optim.QuasiNewtonState;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.DoubleSum;
import io.dendrite.reduce.TaskTimes;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.DoubleSetup;
import io.dendrite.task.DoubleWork;
import io.dendrite.task.NonFiniteException;
import io.dendrite.task.SharePass;
import io.dendrite.task.TaskSetup;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The engine for the quasi-Newton methods L-BFGS and OWL-QN. A step is one iteration of the method.
 * The line search of an iteration evaluates the loss and gradient of all rows, in double precision,
 * as often as necessary. Each evaluation of the loss is a Spark job, whose sums are computed in the
 * fixed order of the canonical tree. All evaluations of an iteration use the same dropout masks.
 */
public final class QuasiNewtonEngine implements Engine {
  private final JavaSparkContext spark;
  private final ShardedRows data;
  private final Broadcast<TaskSetup> setup;
  private final Broadcast<DoubleSetup> twin;
  private final Broadcast<ShardedRows.Manifest> manifest;
  private final QuasiNewton method;
  private final FullBatchObjective objective;
  private final double[] l1;
  private final long seed;
  private final boolean random;
  private final int slots;

  /** The loss and gradient sums that the Spark job of the last evaluation returned. */
  private DoubleSum last;

  private double[] statistics;
  private TaskTimes tasks = TaskTimes.NONE;
  private long sendNanos;
  private long jobNanos;

  public QuasiNewtonEngine(
      JavaSparkContext spark,
      TrainConfig config,
      TrainingData data,
      Broadcast<TaskSetup> setup,
      int slots) {
    this.spark = spark;
    this.data = data.train();
    this.setup = setup;
    this.slots = slots;
    TrainConfig.Run run = config.run();
    method = (QuasiNewton) run.optimizer().rule();
    objective =
        new FullBatchObjective(
            TreeEngine.tensors(data.net()), run.optimizer().weightDecay(), run.optimizer().l1());
    l1 = method.orthantWise() ? objective.l1Costs() : null;
    seed = run.seed();
    random = data.net().random();
    twin =
        spark.broadcast(
            new DoubleSetup(
                DoubleSetup.twin(
                    config.network(), data.encoding().inputs(), data.encoding().outputs())));
    manifest = spark.broadcast(this.data.manifest());
  }

  @Override
  public void advance(TrainState state, long until, Watch watch) {
    long start = System.nanoTime();
    tasks = TaskTimes.NONE;
    sendNanos = 0;
    jobNanos = 0;
    long key = SharePass.stepKey(seed, state.step);
    QuasiNewtonState from =
        state.search != null ? state.search : QuasiNewtonState.starting(state.parameters);
    if (from.gradient() == null || random) {
      from = from.with(evaluate(from.x(), key));
      requireFinite(from, state.step, key);
    }
    if (state.search == null) {
      watch.starts(from.value());
    }
    QuasiNewton.Outcome outcome = method.next(from, x -> evaluate(x, key), l1);
    if (!outcome.found()) {
      state.end = end(outcome, state.step);
      return;
    }
    long searched = System.nanoTime();
    state.search = outcome.state();
    objective.moveStatistics(state.search.x(), statistics, last.rows());
    for (int i = 0; i < state.parameters.length; i++) {
      state.parameters[i] = (float) state.search.x()[i];
    }
    state.step++;
    long done = System.nanoTime();
    watch.step(
        new Step(
            state.step,
            state.step - 1,
            last.loss() / last.weight(),
            1,
            outcome.gradientNorm(),
            (done - start) / 1e9,
            last.rows(),
            true,
            StepTimes.of(
                tasks,
                data.tasksAtOnce(slots),
                sendNanos,
                jobNanos,
                searched - start - sendNanos - jobNanos,
                done - searched)));
  }

  private static String end(QuasiNewton.Outcome outcome, long step) {
    return outcome.converged()
        ? "converged after %d iterations, as another would gain next to nothing: the gradient's norm is %.3g at a value of %.6g"
            .formatted(step, outcome.gradientNorm(), outcome.value())
        : "the line search of iteration %d finds no better point, even along the gradient, whose norm is %.3g at a value of %.6g; training ends there"
            .formatted(step + 1, outcome.gradientNorm(), outcome.value());
  }

  /** Computes the value and the gradient of the objective at a point. */
  private QuasiNewton.Evaluation evaluate(double[] x, long key) {
    long start = System.nanoTime();
    Broadcast<double[]> point = spark.broadcast(x.clone());
    try {
      long sent = System.nanoTime();
      last =
          CanonicalTree.sum(
              TreeReduction.collect(
                  data.job(
                      data.allBlocks(),
                      data.shardsPerGroup(slots),
                      DoubleSum.class,
                      work(point, key)),
                  DoubleSum.class,
                  DoubleSum::plus),
              DoubleSum::plus);
      tasks = tasks.plus(last.times());
      sendNanos += sent - start;
      jobNanos += System.nanoTime() - sent;
      statistics = last.gradient().clone();
      return objective.of(x, last.loss(), last.gradient(), last.weight());
    } finally {
      point.destroy();
    }
  }

  private DoubleWork work(Broadcast<double[]> point, long key) {
    return new DoubleWork(setup, twin, manifest, point, key, data.weighted());
  }

  private void requireFinite(QuasiNewtonState at, long step, long key) {
    double sum = at.value();
    for (double element : at.gradient()) {
      sum += Math.abs(element);
    }
    if (Double.isFinite(sum)) {
      return;
    }
    Broadcast<double[]> point = spark.broadcast(at.x());
    DoubleWork work = work(point, key);
    List<String> found =
        data.run(
            data.allBlocks(),
            1,
            String.class,
            (first, end, blocks) -> String.valueOf(work.diagnose(first, end, blocks)));
    point.destroy();
    throw new NonFiniteException(
        "step "
            + (step + 1)
            + ": a number that is not finite appears in "
            + found.stream()
                .filter(answer -> !answer.equals("null"))
                .findFirst()
                .orElse("the sum over partitions")
            + "; set data.scale, or start from other parameters");
  }

  @Override
  public String name() {
    return method.orthantWise() ? "OWL-QN on the tree engine" : "L-BFGS on the tree engine";
  }

  @Override
  public void close() {
    manifest.destroy();
    twin.destroy();
  }
}
