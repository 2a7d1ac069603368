package io.dendrite.run;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.data.Shares;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.TrainState;
import io.dendrite.input.RowRequest;
import io.dendrite.math.RandomStream;
import io.dendrite.math.Rng;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Stage;
import io.dendrite.net.TensorSpec;
import io.dendrite.shards.RawRows;
import io.dendrite.shards.RowLoader;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.Targets;
import io.dendrite.shards.TrainingData;
import io.dendrite.shards.WholeShares;
import io.dendrite.task.Ensemble;
import io.dendrite.task.EnsemblePass;
import io.dendrite.task.NonFiniteException;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * Pre-trains a network layer by layer (greedy layer-wise pre-training). Each stage is an
 * inner-product (fully connected) layer with its activation. An engine trains one stage after the
 * other to reproduce the output of the stages before it. The whole network then starts from the
 * parameters that the stages have learned.
 *
 * @param config the run's configuration, with the seed of the network
 * @param ready data and executors of the run
 * @param deadline limits the time that the run's work may take after a request to stop
 */
record Pretraining(
    SparkSession session,
    TrainConfig config,
    Preparation ready,
    StopDeadline deadline,
    RunListener listener) {

  /**
   * Pre-trains the stages and returns the initial parameters of the network.
   *
   * @throws GivenUpException if the run was asked to stop
   */
  float[] start() throws IOException, GivenUpException {
    Net net = ready.data().net();
    float[] w = net.init(config.run().seed());
    List<Stage> stages = Stage.of(config.network());
    for (Stage stage : stages) {
      requireMemory(stage, small(stage));
    }
    ShardedRows rows = config.pretrain().data().isEmpty() ? ready.data().train() : unlabelled();
    Scaler scaling = ready.scaler();
    List<Broadcast<?>> broadcasts = new ArrayList<>();
    try {
      for (int i = 0; i < stages.size(); i++) {
        Stage stage = stages.get(i);
        Net small = small(stage);
        if (i == 0) {
          Targets.checkFeatures(
              RowLoader.statistics(rows, ready.slots()),
              scaling,
              small,
              source(),
              ready.data().encoding());
        }
        float[] learned = learn(stage, i, small, rows, scaling);
        copy(stage, small, learned, net, w);
        if (i + 1 < stages.size()) {
          ShardedRows next = encode(stage, net, w, rows, scaling, broadcasts);
          release(rows);
          rows = next;
          scaling = Scaler.none(width(stage, 0));
        }
      }
      return w;
    } finally {
      release(rows);
      broadcasts.forEach(Broadcast::destroy);
    }
  }

  /** The number of units ({@code of} = 0) or of inputs ({@code of} = 1) of a stage. */
  private int width(Stage stage, int of) {
    return ready.data().net().tensors().stream()
        .filter(tensor -> tensor.name().equals(stage.name() + ".weight"))
        .findFirst()
        .orElseThrow()
        .shape()[of];
  }

  private NetSpec spec(Stage stage) {
    return config.pretrain().network(stage, width(stage, 1), width(stage, 0));
  }

  /** The small network that is trained so that a stage learns to reproduce its input. */
  private Net small(Stage stage) {
    return new Net(spec(stage), width(stage, 1), width(stage, 1));
  }

  private TrainingData only(ShardedRows rows, Scaler scaling, Net small) {
    return new TrainingData(rows, null, null, ready.data().encoding(), scaling, small);
  }

  private void requireMemory(Stage stage, Net small) {
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    try {
      TrainConfig.Run run = config.pretraining(spec(stage), 0).run();
      Engines.memory(
              spark, run, only(ready.data().train(), ready.scaler(), small), false, ready.slots())
          .check();
    } catch (DataException e) {
      throw new DataException("pre-training of " + stage.name() + ": " + e.getMessage());
    }
  }

  private String source() {
    return config.pretrain().data().isEmpty() ? "data.train" : "pretrain.data";
  }

  /**
   * Removes cached rows from the executors, unless they are the training rows of the run itself.
   */
  private void release(ShardedRows rows) {
    if (rows != ready.data().train()) {
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
            ready.data().encoding().classes(),
            false,
            ready.data().encoding(),
            false);
    try (RawRows raw = RawRows.read(session, request, listener::notice)) {
      raw.check(ready.data().encoding());
      return RowLoader.load(
          raw, ready.data().encoding(), ready.data().train().layout().shards(), ready.slots());
    }
  }

  /** Collects the losses of steps, and ends a stage's training when the run is asked to stop. */
  private final class Losses implements Engine.Watch {
    private double first = Double.NaN;
    private double last = Double.NaN;
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

    @Override
    public boolean stop() {
      return deadline.asked();
    }

    @Override
    public boolean isUrgent() {
      return stop();
    }
  }

  private float[] learn(Stage stage, int number, Net small, ShardedRows rows, Scaler scaling)
      throws GivenUpException {
    TrainConfig alone =
        config.pretraining(
            spec(stage), Rng.key(RandomStream.PRETRAINING.key(config.run().seed()), number));
    TrainConfig.Run run = alone.run();
    WholeShares.check(small, rows.shardRows(), run.batch(), run.chunk());
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    Broadcast<TaskSetup> setup = ready.loaded().setupOf(small, scaling);
    TrainState state = TrainState.starting(small.init(run.seed()), run);
    long steps = run.epochs() * new Shares(rows.shardRows(), run.batch()).stepsPerEpoch();
    Losses losses = new Losses();
    try (Engine engine =
        Engines.of(spark, only(rows, scaling, small), setup, alone, ready.slots(), listener)) {
      while (state.step < steps && !losses.stop()) {
        engine.advance(state, steps, losses);
      }
    } catch (NonFiniteException e) {
      throw new NonFiniteException(
          "pre-training of "
              + stage.name()
              + ", "
              + e.getMessage().replaceFirst(";.*", "")
              + "; lower pretrain.rate, or set data.scale");
    } finally {
      setup.destroy();
    }
    if (losses.stop()) {
      throw new GivenUpException(
          "pre-training of " + stage.name(), "it starts again in the next run");
    }
    listener.notice(
        "pre-trained %s on %,d rows: loss %.4f in the first epoch, %.4f in the last of %d"
            .formatted(stage.name(), rows.rows(), losses.first, losses.last, run.epochs()));
    return state.parameters;
  }

  /**
   * Copies the parameters that a stage has learned into the parameters {@code w} of the whole
   * network.
   */
  private static void copy(Stage stage, Net from, float[] learned, Net to, float[] w) {
    for (TensorSpec tensor : to.tensors()) {
      for (TensorSpec found : from.tensors()) {
        if (stage.has(tensor) && found.name().equals(tensor.name())) {
          System.arraycopy(learned, found.at(), w, tensor.at(), tensor.size());
        }
      }
    }
  }

  /**
   * Computes the output of a stage for all rows, block by block, and caches it as a new data set.
   */
  private ShardedRows encode(
      Stage stage,
      Net net,
      float[] w,
      ShardedRows rows,
      Scaler scaling,
      List<Broadcast<?>> broadcasts) {
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    Net encoder = new Net(stage.encoder(), width(stage, 1), width(stage, 0));
    float[] parameters = new float[encoder.parameters()];
    copy(stage, net, w, encoder, parameters);
    Broadcast<TaskSetup> setup = ready.loaded().setupOf(encoder, scaling);
    Broadcast<Ensemble> weights = spark.broadcast(new Ensemble(parameters, encoder.parameters()));
    // The broadcasts are needed until pre-training ends, since lost blocks are recomputed with
    // them.
    broadcasts.addAll(List.of(setup, weights));
    JavaRDD<RowBlock> encoded =
        rows.rowBlocks()
            .map(block -> encode(block, setup.value(), weights.value()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    ShardedRows next =
        new ShardedRows(
            encoded.rdd(),
            rows.layout(),
            rows.manifest(),
            rows.weighted(),
            4L * width(stage, 0) * rows.rows());
    try {
      next.restore(ready.slots());
      return next;
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      next.unpersist();
      throw e;
    }
  }

  private static RowBlock encode(RowBlock block, TaskSetup setup, Ensemble w) {
    int width = setup.net.outputs();
    float[] values = new float[Math.multiplyExact(block.rows(), width)];
    new EnsemblePass(setup, w)
        .predict(
            block,
            (space, first, rows, y) -> System.arraycopy(y, 0, values, first * width, rows * width));
    return block.with(new FloatFeatures(block.rows(), width, values));
  }
}
