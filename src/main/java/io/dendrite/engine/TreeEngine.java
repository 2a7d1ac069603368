package io.dendrite.engine;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.EpochOrder;
import io.dendrite.data.Shares;
import io.dendrite.net.Net;
import io.dendrite.optim.Optimizer;
import io.dendrite.optim.ParameterBlocks;
import io.dendrite.optim.Schedule;
import io.dendrite.reduce.GradientSum;
import io.dendrite.reduce.SliceSum;
import io.dendrite.reduce.TaskTimes;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.GradientWork;
import io.dendrite.task.NonFiniteException;
import io.dendrite.task.StepParameters;
import io.dendrite.task.TaskSetup;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The engine that runs one Spark job per step: broadcast the parameters, sum the gradient over the
 * shards in the fixed order of the canonical tree, and update the parameters on the driver. The
 * tree engine is the reference implementation with which every other engine is compared.
 */
public final class TreeEngine implements Engine {
  private final ShardedRows data;
  private final Broadcast<TaskSetup> setup;
  private final Broadcast<ShardedRows.Manifest> manifest;
  private final Optimizer optimizer;
  private final double[] squares;
  private final Schedule schedule;
  private final int epochs;
  private final long seed;
  private final Shares shares;
  private final Transport transport;
  private final int tasksAtOnce;
  private EpochOrder[] orders;
  private long ordersOf = -1;

  /**
   * @param tasksAtOnce number of tasks of a step that run at the same time, from which the {@link
   *     StepTimes} are computed
   */
  TreeEngine(
      JavaSparkContext spark,
      ShardedRows data,
      Broadcast<TaskSetup> setup,
      TrainConfig.Run run,
      Optimizer optimizer,
      Transport transport,
      int tasksAtOnce) {
    this.data = data;
    this.setup = setup;
    this.optimizer = optimizer;
    squares = optimizer.squares();
    this.transport = transport;
    this.tasksAtOnce = tasksAtOnce;
    schedule = run.schedule();
    epochs = run.epochs();
    seed = run.seed();
    shares = new Shares(data.shardRows(), run.batch());
    manifest = spark.broadcast(data.manifest());
  }

  /** A tree engine for the training rows of a run, on the given number of task slots. */
  public static TreeEngine of(
      JavaSparkContext spark,
      TrainingData data,
      Broadcast<TaskSetup> setup,
      TrainConfig.Run run,
      int slots) {
    ShardedRows rows = data.train();
    return new TreeEngine(
        spark,
        rows,
        setup,
        run,
        optimizer(run, data.net(), new Shares(rows.shardRows(), run.batch()).stepsPerEpoch()),
        Transport.of(spark, setup, rows.shardsPerGroup(slots)),
        rows.tasksAtOnce(slots));
  }

  public static Optimizer optimizer(TrainConfig.Run run, Net net, long stepsPerEpoch) {
    ParameterBlocks blocks = ParameterBlocks.cut(tensors(net), run.optimizer().maxNorm() > 0);
    return new Optimizer(run.optimizer(), blocks, stepsPerEpoch);
  }

  /** Describes the tensors of a network in the form that optimisers use. */
  static List<ParameterBlocks.Tensor> tensors(Net net) {
    return net.tensors().stream()
        .map(
            t ->
                new ParameterBlocks.Tensor(
                    t.size(),
                    t.rowLength(),
                    t.rateFactor(),
                    t.decayFactor(),
                    t.decays(),
                    t.momentum()))
        .toList();
  }

  @Override
  public void advance(TrainState state, long until, Watch watch) {
    watch.step(step(state));
  }

  @Override
  public String name() {
    return "tree engine";
  }

  /** Does one training step. */
  public Step step(TrainState state) {
    long start = System.nanoTime();
    long step = state.step;
    long perEpoch = shares.stepsPerEpoch();
    long epoch = state.step / perEpoch;
    long inEpoch = state.step % perEpoch;
    int[] from = shares.before(inEpoch);
    int[] to = shares.before(inEpoch + 1);
    int[][] needed = neededBlocks(epoch, from, to);
    StepParameters parameters = transport.send(state.parameters, step);
    List<GradientSum> groups = List.of();
    try {
      long sent = System.nanoTime();
      GradientWork work =
          new GradientWork(
              setup, manifest, parameters, seed, epoch, step, from, to, data.weighted());
      groups = transport.collect(data, needed, work);
      long collected = System.nanoTime();
      SliceSum sum = SliceSum.of(groups);
      double norm =
          sum.weight() > 0
              ? optimizer.finish(
                  state.parameters,
                  sum.gradient().values(),
                  sum.weight(),
                  sum.rows(),
                  sum::sum,
                  squares)
              : 0;
      long summed = System.nanoTime();
      if (!Double.isFinite(sum.loss()) || !Double.isFinite(norm)) {
        throw diagnosed(state.step + 1, needed, work);
      }
      double rate = schedule.rate(step, perEpoch, epochs) * state.rateFactor;
      if (sum.weight() > 0) {
        optimizer.update(
            state.parameters, sum.gradient().values(), state.slots, squares, norm, rate, step);
      }
      long updated = System.nanoTime();
      state.step++;
      return new Step(
          state.step,
          epoch,
          sum.weight() > 0 ? sum.loss() / sum.weight() : 0,
          rate,
          norm,
          (updated - start) / 1e9,
          sum.rows(),
          inEpoch + 1 == perEpoch,
          StepTimes.of(
              groups.stream().map(GradientSum::times).reduce(TaskTimes.NONE, TaskTimes::plus),
              tasksAtOnce,
              sent - start,
              collected - sent,
              summed - collected,
              updated - summed));
    } finally {
      transport.end(parameters, groups);
    }
  }

  private int[][] neededBlocks(long epoch, int[] from, int[] to) {
    if (ordersOf != epoch) {
      orders = new EpochOrder[from.length];
      for (int shard = 0; shard < orders.length; shard++) {
        orders[shard] = new EpochOrder(seed, epoch, shard, data.manifest().rows()[shard]);
      }
      ordersOf = epoch;
    }
    int[][] needed = new int[orders.length][];
    for (int shard = 0; shard < needed.length; shard++) {
      needed[shard] = orders[shard].blocks(from[shard], to[shard]);
    }
    return needed;
  }

  private NonFiniteException diagnosed(long step, int[][] needed, GradientWork work) {
    String where =
        data
            .run(
                needed,
                1,
                String.class,
                (first, end, blocks) -> String.valueOf(work.diagnose(first, end, blocks)))
            .stream()
            .filter(answer -> !answer.equals("null"))
            .findFirst()
            .orElse("the sum over partitions");
    return new NonFiniteException(
        "step "
            + step
            + ": a number that is not finite appears in "
            + where
            + "; lower train.optimizer.rate, or set train.optimizer.clipNorm or data.scale");
  }

  @Override
  public void close() {
    manifest.destroy();
  }
}
