package io.dendrite.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.checkpoint.ModelStore;
import io.dendrite.data.Scaler;
import io.dendrite.data.Shares;
import io.dendrite.net.Net;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** Trains a network from files to a saved model: the run as a whole. One instance runs once. */
public final class Trainer {
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Configuration conf;
  private final TrainConfig config;
  private final RunListener listener;
  private int slots;
  private volatile boolean stopRequested;

  /** A run of a configuration, which reports to a listener. */
  public Trainer(SparkSession session, TrainConfig config, RunListener listener) {
    this.session = session;
    this.config = config;
    this.listener = listener;
    spark = new JavaSparkContext(session.sparkContext());
    conf = spark.hadoopConfiguration();
  }

  /** Asks the run to save a checkpoint after the current step and end; safe from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * Trains.
   *
   * @param resume go on from the newest valid checkpoint of {@code checkpoint.dir}
   * @param init URI of a model to start from, or null
   * @throws IllegalArgumentException if the network or a setting does not fit the data
   * @throws DataException if data, checkpoints or executors cannot be used, with the sentence for
   *     the user
   * @throws NonFiniteException if training diverges; the last good checkpoint stays
   */
  public TrainResult run(boolean resume, String init) throws IOException {
    long start = System.nanoTime();
    if (resume && init != null) {
      throw new IllegalArgumentException(
          "--resume and --init exclude each other: a resumed run goes on with its own weights");
    }
    ModelStore.checkReplaceable(config.modelDir(), conf);
    Engines.check(spark, config.run());
    TrainedModel from = init == null ? null : TrainedModel.load(init, conf);
    String blas =
        Machines.agree(spark, config.run().blas(), config.run().requireNative(), listener);
    slots = Machines.slots(spark);
    try (Checkpointer checkpoints =
        Checkpointer.open(config.checkpoint(), resume, conf, listener)) {
      String resumedFrom = checkpoints.lastPath();
      Snapshot before = resumedFrom == null ? null : Snapshot.of(checkpoints.resumed());
      if (before != null) {
        before.requireSame(resumedFrom, config);
        Snapshot.Position position = Snapshot.position(checkpoints.resumed());
        before.requireEpochsLeft(resumedFrom, position, config.run().epochs());
      }
      try (TrainingData data =
          TrainingData.load(session, config, partitions(before), slots, listener)) {
        if (before != null) {
          before.requireSameData(resumedFrom, data.fingerprint());
          noticeNumerics(before.provenance(), blas);
        } else if (from != null) {
          from.requireFits(init, data);
          listener.notice(
              "--init " + init + ": its scaler is used with its weights, data.scale is not");
        }
        Scaler scaler =
            before != null ? before.scaler() : from != null ? from.scaler() : data.scaler();
        Snapshot snapshot =
            new Snapshot(
                checkpoints.runId(),
                config.network(),
                data.encoding(),
                scaler,
                config.settings(),
                data.train().layout().shards(),
                data.fingerprint(),
                Provenance.of(spark.version(), blas));
        return train(data, snapshot, checkpoints, from, start);
      }
    }
  }

  private TrainResult train(
      TrainingData data, Snapshot snapshot, Checkpointer checkpoints, TrainedModel from, long start)
      throws IOException {
    TrainConfig.Run run = config.run();
    Net net = data.net();
    boolean sparse = config.data().sparseInput(data.encoding(), snapshot.scaler(), net);
    MemoryNeed.of(spark, run, data, sparse, slots).check();
    String blas = snapshot.provenance().blas();
    String resumedFrom = checkpoints.lastPath();
    TrainState state =
        resumedFrom != null
            ? Snapshot.state(checkpoints.resumed(), net, run.optimizer().slots())
            : TrainState.starting(
                from != null ? from.parameters().clone() : net.init(run.seed()), run);
    long stepsPerEpoch = new Shares(data.train().shardRows(), run.batch()).stepsPerEpoch();
    Broadcast<TaskSetup> setup =
        spark.broadcast(
            new TaskSetup(
                net,
                snapshot.scaler(),
                config.data().classWeights().of(data.train(), data.encoding(), slots),
                sparse,
                run.chunk(),
                run.blas(),
                blas));
    try (Engine engine = Engines.of(spark, data, setup, config, slots, listener)) {
      TrainingRun loop =
          new TrainingRun(
              engine,
              state,
              data,
              snapshot,
              checkpoints,
              run,
              stepsPerEpoch,
              parameters -> evaluate(data.validation(), setup, parameters, data),
              () -> stopRequested,
              listener);
      if (resumedFrom != null) {
        loop.restore(checkpoints.resumed());
        checkpoints.forgetResumed();
      }
      listener.started(
          new RunListener.RunInfo(
              engine.name(),
              net.parameters(),
              data.train().rows(),
              data.validation() == null ? 0 : data.validation().rows(),
              snapshot.partitions(),
              stepsPerEpoch,
              run.epochs(),
              state.step,
              data.train().bytes()));
      boolean interrupted = loop.run(stepsPerEpoch * run.epochs());
      float[] parameters = interrupted ? state.parameters : loop.finalParameters();
      Metrics validation =
          interrupted ? null : evaluate(data.validation(), setup, parameters, data);
      Metrics test = interrupted ? null : evaluate(data.test(), setup, parameters, data);
      TrainResult result =
          new TrainResult(
              interrupted ? null : config.modelDir(),
              state.step,
              state.step / stepsPerEpoch,
              loop.trainLoss(),
              validation,
              test,
              (System.nanoTime() - start) / 1e9,
              loop.rowsPerSecond(),
              blas,
              snapshot.partitions(),
              RunJson.sha256(parameters),
              checkpoints.lastPath(),
              resumedFrom,
              interrupted);
      if (!interrupted) {
        new TrainedModel(
                config.network(),
                data.encoding(),
                snapshot.scaler(),
                parameters,
                provenance(snapshot, result))
            .save(config.modelDir(), conf);
      }
      return result;
    } finally {
      setup.destroy();
    }
  }

  private Metrics evaluate(
      ShardedRows rows, Broadcast<TaskSetup> setup, float[] parameters, TrainingData data) {
    return rows == null
        ? null
        : Evaluation.run(spark, rows, setup, parameters, data.encoding().labels(), slots);
  }

  private int partitions(Snapshot before) {
    int asked = config.data().partitions();
    return before != null ? before.partitions() : asked > 0 ? asked : slots;
  }

  private void noticeNumerics(Provenance before, String blas) {
    Provenance now = Provenance.of(spark.version(), blas);
    if (!before.equals(now)) {
      listener.notice(
          "resuming with other software than before, so the bits may differ from an undisturbed run: "
              + before
              + " -> "
              + now);
    }
  }

  private static ObjectNode provenance(Snapshot snapshot, TrainResult result) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("run", snapshot.run());
    node.set("settings", RunJson.tree(snapshot.settings()));
    node.put("dataFingerprint", snapshot.dataFingerprint());
    node.put("partitions", snapshot.partitions());
    node.set("versions", RunJson.tree(snapshot.provenance()));
    node.put("steps", result.steps());
    node.put("weightsSha256", result.weightsSha256());
    node.set(
        "validation",
        result.validation() == null ? null : RunJson.tree(result.validation().summary()));
    node.set("test", result.test() == null ? null : RunJson.tree(result.test().summary()));
    return node;
  }
}
