package io.dendrite.train;

import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.data.Shares;
import io.dendrite.math.Rng;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Stage;
import io.dendrite.net.TensorSpec;
import io.dendrite.net.Workspace;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Greedy layer-wise pre-training: stage after stage learns to give back what the stages before it
 * made of the rows, by an engine like any other network; what it learned is where the whole network
 * starts.
 *
 * @param config with the seed of the network
 * @param scaler of the run
 * @param blas library and kernel of the run
 * @param stopRequested shall it end?
 */
record Pretraining(
    SparkSession session,
    TrainConfig config,
    TrainingData data,
    Scaler scaler,
    String blas,
    int slots,
    BooleanSupplier stopRequested,
    RunListener listener) {

  /** The first parameters of the network; null if asked to stop. */
  float[] start() throws IOException {
    Net net = data.net();
    float[] w = net.init(config.run().seed());
    ShardedRows rows = config.pretrain().data().isEmpty() ? data.train() : unlabelled();
    Scaler scaling = scaler;
    List<Stage> stages = Stage.of(config.network());
    try {
      for (int i = 0; i < stages.size(); i++) {
        Stage stage = stages.get(i);
        int[] shape = tensor(net, stage.name() + ".weight").shape();
        NetSpec spec = config.pretrain().network(stage, shape[1], shape[0]);
        Net small = new Net(spec, shape[1], shape[1]);
        Targets.checkFeatures(
            RowLoader.statistics(rows, slots), scaling, small, source(), data.encoding());
        float[] learned = learn(stage, i, spec, small, rows, scaling);
        if (learned == null) {
          return null;
        }
        copy(small, learned, net, w);
        if (i + 1 < stages.size()) {
          ShardedRows next = encode(stage, net, w, rows, scaling);
          release(rows);
          rows = next;
          scaling = Scaler.none(shape[0]);
        }
      }
      return w;
    } finally {
      release(rows);
    }
  }

  private String source() {
    return config.pretrain().data().isEmpty() ? "data.train" : "pretrain.data";
  }

  /** The rows of the run itself stay. */
  private void release(ShardedRows rows) {
    if (rows != data.train()) {
      rows.unpersist();
    }
  }

  private ShardedRows unlabelled() throws IOException {
    RowRequest request =
        new RowRequest(
            "pretrain.data",
            config.pretrain().data(),
            "",
            config.data(),
            data.encoding().classes(),
            false,
            data.encoding(),
            false);
    try (RawRows raw = RawRows.read(session, request, listener::notice)) {
      raw.check(data.encoding());
      return RowLoader.load(raw, data.encoding(), data.train().layout().shards(), 0, false, slots);
    }
  }

  private static TensorSpec tensor(Net net, String name) {
    return net.tensors().stream()
        .filter(tensor -> tensor.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Steps as they are done, until asked to stop. */
  private final class Losses implements Engine.Watch {
    private double first = Double.NaN;
    private double sum;
    private long rows;

    @Override
    public void step(Step step) {
      sum += step.loss() * step.rows();
      rows += step.rows();
      if (step.endsEpoch()) {
        last = sum / rows;
        first = Double.isNaN(first) ? last : first;
        sum = 0;
        rows = 0;
      }
    }

    private double last;

    @Override
    public boolean stop() {
      return stopRequested.getAsBoolean();
    }
  }

  private float[] learn(
      Stage stage, int number, NetSpec spec, Net small, ShardedRows rows, Scaler scaling) {
    TrainConfig alone = config.pretraining(spec, Rng.key(Rng.key(config.run().seed(), -4), number));
    TrainConfig.Run run = alone.run();
    WholeShares.check(small, rows.shardRows(), run.batch(), run.chunk());
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    Broadcast<TaskSetup> setup =
        spark.broadcast(new TaskSetup(small, scaling, false, run.chunk(), run.blas(), blas));
    TrainingData only = new TrainingData(rows, null, null, data.encoding(), scaling, small);
    TrainState state = TrainState.starting(small.init(run.seed()), run);
    long steps = run.epochs() * new Shares(rows.shardRows(), run.batch()).stepsPerEpoch();
    Losses losses = new Losses();
    try (Engine engine = Engines.of(spark, only, setup, alone, slots, listener)) {
      while (state.step < steps && !losses.stop()) {
        engine.advance(state, steps, losses);
      }
    } finally {
      setup.destroy();
    }
    if (losses.stop()) {
      return null;
    }
    listener.notice(
        "pre-trained %s on %,d rows: loss %.4f in the first epoch, %.4f in the last of %d"
            .formatted(stage.name(), rows.rows(), losses.first, losses.last, run.epochs()));
    return state.parameters;
  }

  /** Tensors of the same name. */
  private static void copy(Net from, float[] learned, Net to, float[] w) {
    for (TensorSpec tensor : to.tensors()) {
      for (TensorSpec found : from.tensors()) {
        if (found.name().equals(tensor.name())) {
          System.arraycopy(learned, found.at(), w, tensor.at(), tensor.size());
        }
      }
    }
  }

  /** What a stage makes of rows, block by block, cached. */
  private ShardedRows encode(Stage stage, Net net, float[] w, ShardedRows rows, Scaler scaling) {
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    int[] shape = tensor(net, stage.name() + ".weight").shape();
    Net encoder = new Net(stage.encoder(), shape[1], shape[0]);
    float[] parameters = new float[encoder.parameters()];
    copy(net, w, encoder, parameters);
    TrainConfig.Run run = config.run();
    // Broadcasts are not destroyed: lost blocks are computed again by them.
    Broadcast<TaskSetup> setup =
        spark.broadcast(new TaskSetup(encoder, scaling, false, run.chunk(), run.blas(), blas));
    Broadcast<FloatVector> weights = spark.broadcast(new FloatVector(parameters));
    JavaRDD<RowBlock> encoded =
        rows.blocks()
            .toJavaRDD()
            .map(block -> encode(block, setup.value(), weights.value().values()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    ShardedRows next =
        new ShardedRows(
            encoded.rdd(),
            rows.layout(),
            rows.census(),
            rows.weighted(),
            4L * shape[0] * rows.rows());
    next.restore(slots);
    return next;
  }

  private static RowBlock encode(RowBlock block, TaskSetup setup, float[] w) {
    int width = setup.net.outputs();
    float[] values = new float[Math.multiplyExact(block.rows(), width)];
    if (block.rows() > 0) {
      Workspace space = setup.borrow(false, Math.min(setup.chunk, block.rows()));
      for (int done = 0; done < block.rows(); done += setup.chunk) {
        int rows = Math.min(setup.chunk, block.rows() - done);
        for (int i = 0; i < rows; i++) {
          setup.loadFeatures(block, done + i, space, i);
        }
        space.forward(w, rows);
        System.arraycopy(space.predictions(rows), 0, values, done * width, rows * width);
      }
      setup.giveBack(false, space);
    }
    return block.with(new FloatFeatures(block.rows(), width, values));
  }
}
