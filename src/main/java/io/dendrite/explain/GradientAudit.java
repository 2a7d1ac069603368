package io.dendrite.explain;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.EpochOrder;
import io.dendrite.data.Scaler;
import io.dendrite.data.Shares;
import io.dendrite.engine.Transport;
import io.dendrite.f64.math.Blas;
import io.dendrite.f64.net.GradientCheck;
import io.dendrite.f64.net.NetCheck;
import io.dendrite.math.BlasLibrary;
import io.dendrite.math.Rng;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.NetSpec;
import io.dendrite.net.TensorSpec;
import io.dendrite.net.Workspace;
import io.dendrite.reduce.GradientSum;
import io.dendrite.reduce.SliceSum;
import io.dendrite.run.RunListener;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import io.dendrite.shards.WholeShares;
import io.dendrite.task.DoubleSetup;
import io.dendrite.task.GradientWork;
import io.dendrite.task.LoadedRun;
import io.dendrite.task.ShardReader;
import io.dendrite.task.SharePass;
import io.dendrite.task.StepParameters;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * Checks the gradient of a user's network on a user's rows. Each node is checked in double
 * precision against numerical differences. The gradient that the cluster sums over the partitions
 * in single precision is checked against the gradient that one thread computes in double precision.
 */
public final class GradientAudit {
  /**
   * Largest accepted error of derivatives, compared with numerical differences in double precision.
   */
  public static final double TOLERANCE = GradientCheck.TOLERANCE;

  /**
   * Largest accepted rounding error of a tensor's gradient in single precision, relative to the
   * gradient's norm.
   */
  public static final double DISTRIBUTED_TOLERANCE = 1e-4;

  /**
   * Largest random change of a parameter. If nothing can be compared at the initial parameters, the
   * gradients are checked at randomly changed parameters.
   */
  private static final float MOVED = 0.1f;

  /**
   * Lower bound, per ten rows of the mini-batch, of the gradient norm by which an error is divided.
   * If the gradients of the rows cancel each other, their sum consists of rounding errors only, and
   * an error divided by the norm of this sum would look large.
   */
  private static final double FLOOR = 1e-3;

  private final LoadedRun loaded;
  private final TrainConfig config;
  private final TrainingData data;
  private final Scaler scaler;
  private final Shares shares;

  /**
   * The results of the check of gradients.
   *
   * @param rows number of rows of the mini-batch
   * @param meanLoss mean loss of the mini-batch's rows
   * @param nodes for each node, the error of its derivatives
   * @param partitions number of partitions with rows of the mini-batch
   * @param tensors for each tensor, the difference between the gradient summed by the cluster and
   *     the gradient computed by one thread
   */
  public record Report(
      int rows,
      double meanLoss,
      List<NodeReport> nodes,
      int partitions,
      List<TensorReport> tensors) {
    /** True if any error is above its tolerance. */
    public boolean failed() {
      return nodes.stream().anyMatch(n -> !(n.error() <= TOLERANCE) || n.unchecked())
          || tensors.stream().anyMatch(t -> !(t.error() <= DISTRIBUTED_TOLERANCE));
    }
  }

  /**
   * The comparison of a node's derivatives with numerical differences.
   *
   * @param parameters number of elements of the node's parameters that were compared
   * @param outputs number of elements of the node's output that were compared
   * @param kinks number of elements that were not compared, since the loss has a kink at their
   *     values
   * @param error the largest error of the compared elements
   */
  public record NodeReport(String name, int parameters, int outputs, int kinks, double error) {
    /** True if nothing was compared, since the loss seems to have a kink everywhere. */
    public boolean unchecked() {
      return kinks > 0 && parameters + outputs == 0;
    }
  }

  /**
   * The comparison of a tensor's gradient, as summed by the cluster, with the gradient that one
   * thread computes.
   *
   * @param error norm of the difference between the two gradients, divided by the norm of the
   *     gradient, or by a lower bound if the gradient's norm is below this bound
   */
  public record TensorReport(String name, double error) {}

  /** One shard's rows of the mini-batch, as they go into the network. */
  private record Gathered(int shard, int rows, float[] x, float[] targets, float[] weights)
      implements Serializable {}

  private GradientAudit(LoadedRun loaded, Scaler scaler, int rows) {
    this.loaded = loaded;
    this.scaler = scaler;
    config = loaded.config();
    data = loaded.data();
    shares = new Shares(data.train().shardRows(), rows);
    WholeShares.check(data.net(), data.train().shardRows(), rows, config.run().chunk());
  }

  /**
   * Checks the gradients of the first rows of the first epoch, at the initial parameters or at the
   * parameters of a model.
   *
   * @param init URI of a model; null to use the initial parameters
   * @param rows number of rows of the mini-batch
   * @param elements the largest number of elements that are compared in each parameter tensor and
   *     in each node's output
   * @throws IllegalArgumentException if the network or a setting does not fit the data
   * @throws DataException if the data cannot be used
   */
  public static Report run(
      SparkSession session,
      TrainConfig config,
      String init,
      int rows,
      int elements,
      RunListener listener)
      throws IOException {
    TrainedModel from =
        init == null ? null : TrainedModel.load(init, session.sparkContext().hadoopConfiguration());
    try (LoadedRun loaded = LoadedRun.open(session, config, listener)) {
      TrainingData data = loaded.data();
      if (from == null) {
        float[] w = data.net().init(config.run().seed());
        GradientAudit audit = new GradientAudit(loaded, data.scaler(), rows);
        Report report = audit.report(w, elements);
        if (report.nodes().stream().noneMatch(NodeReport::unchecked)) {
          return report;
        }
        listener.notice(
            "at the initial parameters the loss has a kink for every element of a node, for example"
                + " where all parameters are 0; checked at parameters changed at random by up to "
                + MOVED);
        return audit.report(moved(w, config.run().seed()), elements);
      }
      from.requireFits(init, data);
      return new GradientAudit(loaded, from.scaler(), rows).report(from.member(0), elements);
    }
  }

  private Report report(float[] w, int elements) {
    NetSpec spec = config.network();
    io.dendrite.f64.net.Net twin =
        DoubleSetup.twin(spec, data.encoding().inputs(), data.encoding().outputs());
    List<NetCheck.Rows> parts = gather();
    NetCheck check =
        new NetCheck(
            twin, doubles(w), parts, new Blas(BlasLibrary.open(config.run().blas()).netlib()));
    int rows = parts.stream().mapToInt(NetCheck.Rows::rows).sum();
    double weight =
        parts.stream().mapToDouble(part -> java.util.Arrays.stream(part.weights()).sum()).sum();
    return new Report(
        rows,
        check.loss() / weight,
        check.nodes(elements).stream()
            .map(n -> new NodeReport(n.name(), n.parameters(), n.outputs(), n.kinks(), n.error()))
            .toList(),
        parts.size(),
        compare(distributed(w), check.gradient(), FLOOR * Math.max(1, rows / 10.0)));
  }

  private static float[] moved(float[] w, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] moved = new float[w.length];
    for (int i = 0; i < w.length; i++) {
      moved[i] = w[i] + MOVED * (float) (2 * random.nextDouble() - 1);
    }
    return moved;
  }

  private List<TensorReport> compare(float[] found, double[] expected, double floor) {
    List<TensorReport> reports = new ArrayList<>();
    for (TensorSpec tensor : data.net().tensors()) {
      if (!tensor.learned()) {
        continue;
      }
      double difference = 0;
      double length = 0;
      for (int i = tensor.at(); i < tensor.at() + tensor.size(); i++) {
        difference += (found[i] - expected[i]) * (found[i] - expected[i]);
        length += expected[i] * expected[i];
      }
      double error = Math.sqrt(difference) / Math.max(Math.sqrt(length), floor);
      reports.add(new TensorReport(tensor.name(), error));
    }
    return reports;
  }

  private int[][] neededBlocks() {
    int[] from = shares.before(0);
    int[] to = shares.before(1);
    int[][] needed = new int[from.length][];
    for (int shard = 0; shard < needed.length; shard++) {
      int[] blocks = data.train().manifest().rows()[shard];
      needed[shard] =
          new EpochOrder(config.run().seed(), 0, shard, blocks).blocks(from[shard], to[shard]);
    }
    return needed;
  }

  /** Computes the gradient as training does: in single precision, summed by the cluster. */
  private float[] distributed(float[] w) {
    Broadcast<TaskSetup> setup = loaded.setup(scaler);
    Broadcast<ShardedRows.Manifest> manifest = loaded.spark().broadcast(data.train().manifest());
    Transport transport =
        Transport.of(loaded.spark(), setup, data.train().shardsPerGroup(loaded.slots()));
    StepParameters parameters = transport.send(w, 0);
    List<GradientSum> groups = List.of();
    try {
      GradientWork work =
          new GradientWork(
              setup,
              manifest,
              parameters,
              config.run().seed(),
              0,
              0,
              shares.before(0),
              shares.before(1),
              data.train().weighted());
      groups = transport.collect(data.train(), neededBlocks(), work);
      SliceSum sum = SliceSum.of(groups);
      sum.sum(0, w.length);
      return sum.gradient().values().clone();
    } finally {
      transport.end(parameters, groups);
      setup.destroy();
      manifest.destroy();
    }
  }

  private List<NetCheck.Rows> gather() {
    Broadcast<TaskSetup> setup = loaded.denseSetup(scaler);
    int[] from = shares.before(0);
    int[] to = shares.before(1);
    long seed = config.run().seed();
    ShardedRows.Manifest manifest = data.train().manifest();
    List<NetCheck.Rows> parts = new ArrayList<>();
    data
        .train()
        .run(
            neededBlocks(),
            1,
            Gathered.class,
            (shard, end, blocks) ->
                gather(
                    setup.value(),
                    new ShardReader(shard, seed, manifest, blocks),
                    from[shard],
                    to[shard]))
        .stream()
        .filter(part -> part.rows() > 0)
        .forEach(
            part ->
                parts.add(
                    new NetCheck.Rows(
                        part.rows(),
                        doubles(part.x()),
                        doubles(part.targets()),
                        doubles(part.weights()),
                        Rng.key(SharePass.stepKey(seed, 0), part.shard()))));
    setup.destroy();
    return parts;
  }

  private static Gathered gather(TaskSetup setup, ShardReader reader, int from, int to) {
    int rows = to - from;
    if (rows == 0) {
      return new Gathered(reader.shard(), 0, null, null, null);
    }
    reader.open(0, from, to);
    Workspace space = setup.borrow(false, rows);
    reader.load(from, rows, setup, space);
    return new Gathered(
        reader.shard(),
        rows,
        java.util.Arrays.copyOf(space.x, rows * setup.net.inputs()),
        java.util.Arrays.copyOf(space.targets, rows * setup.net.targetWidth()),
        java.util.Arrays.copyOf(space.weights, rows));
  }

  private static double[] doubles(float[] from) {
    double[] to = new double[from.length];
    for (int i = 0; i < to.length; i++) {
      to[i] = from[i];
    }
    return to;
  }
}
