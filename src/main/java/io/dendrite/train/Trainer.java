package io.dendrite.train;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.checkpoint.ModelStore;
import io.dendrite.data.Scaler;
import io.dendrite.net.Net;
import io.dendrite.net.Task;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
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
  private final long start = System.nanoTime();
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

  /** Asks the run to save a checkpoint and end within seconds; safe from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /** Asked to, or because its time is over? */
  private boolean stops() {
    long limit = config.run().maxTime().toNanos();
    return stopRequested || limit > 0 && System.nanoTime() - start > limit;
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
    if (resume && init != null) {
      throw new IllegalArgumentException(
          "--resume and --init exclude each other: a resumed run goes on with its own weights");
    }
    if (config.pretrain().wanted() && init != null) {
      throw new IllegalArgumentException(
          "--init and pretrain.type = "
              + config.pretrain().type()
              + " exclude each other: both say where training starts");
    }
    ModelStore.checkReplaceable(config.modelDir(), conf);
    Engines.check(spark, config.run());
    if (!config.pretrain().data().isEmpty() && config.pretrain().wanted()) {
      InputFiles.list("pretrain.data", config.pretrain().data(), conf);
    }
    TrainedModel from = init == null ? null : TrainedModel.load(init, conf);
    String blas =
        Machines.agree(spark, config.run().blas(), config.run().requireNative(), listener);
    slots = Machines.slots(spark);
    try (Members members = Members.open(config, resume, conf, listener)) {
      members.requireSame(config);
      Snapshot before = members.before();
      try (TrainingData data =
          TrainingData.load(session, config, partitions(before), slots, listener)) {
        if (before != null) {
          members.requireSameData(data.fingerprint());
          noticeNumerics(before.provenance(), blas);
        } else if (from != null) {
          from.requireFits(init, data);
          from.requireMembers(init, config.run().ensemble());
          listener.notice(
              "--init " + init + ": its scaler is used with its weights, data.scale is not");
        }
        Scaler scaler =
            before != null ? before.scaler() : from != null ? from.scaler() : data.scaler();
        return train(data, scaler, blas, members, from);
      }
    }
  }

  private TrainResult train(
      TrainingData data, Scaler scaler, String blas, Members members, TrainedModel from)
      throws IOException {
    TrainConfig.Run run = config.run();
    Net net = data.net();
    boolean sparse = config.data().sparseInput(data.encoding(), scaler, net);
    MemoryNeed.of(spark, run, data, sparse, slots).check();
    if (net.task() == Task.AUTOENCODER) {
      Targets.checkFeatures(
          RowLoader.statistics(data.train(), slots), scaler, net, "data.train", data.encoding());
    }
    Broadcast<TaskSetup> setup =
        spark.broadcast(
            new TaskSetup(
                net,
                scaler,
                config.data().classWeights().of(data.train(), data.encoding(), slots),
                sparse,
                run.chunk(),
                run.blas(),
                blas));
    try {
      List<MemberRun.Outcome> outcomes = new ArrayList<>();
      boolean interrupted = false;
      for (int i = 0; i < run.ensemble() && !interrupted; i++) {
        Checkpointer checkpoints = members.of(i);
        TrainConfig member = config.ofMember(i);
        float[] init = from == null ? null : from.member(i);
        outcomes.add(
            new MemberRun(
                    spark,
                    member,
                    data,
                    snapshot(data, scaler, blas, checkpoints.runId()),
                    setup,
                    slots,
                    parameters -> evaluate(data.validation(), setup, parameters, data),
                    this::stops,
                    () -> stopRequested,
                    listener)
                .run(
                    i, checkpoints, () -> init != null ? init : start(member, data, scaler, blas)));
        interrupted = outcomes.get(i).interrupted();
      }
      float[] parameters = joined(outcomes);
      Metrics validation =
          interrupted ? null : evaluate(data.validation(), setup, parameters, data);
      Metrics test = interrupted ? null : evaluate(data.test(), setup, parameters, data);
      TrainResult result =
          new TrainResult(
              interrupted ? null : config.modelDir(),
              outcomes.stream().mapToLong(MemberRun.Outcome::steps).sum(),
              outcomes.stream().mapToLong(MemberRun.Outcome::epochs).sum(),
              mean(outcomes, MemberRun.Outcome::trainLoss, Double.NaN),
              validation,
              test,
              (System.nanoTime() - start) / 1e9,
              mean(outcomes, MemberRun.Outcome::rowsPerSecond, 0),
              blas,
              data.train().layout().shards(),
              RunJson.sha256(parameters),
              last(outcomes, MemberRun.Outcome::checkpoint),
              last(outcomes, MemberRun.Outcome::resumedFrom),
              interrupted);
      if (!interrupted) {
        Snapshot snapshot = snapshot(data, scaler, blas, members.of(0).runId());
        save(
            new TrainedModel(
                config.network(),
                data.encoding(),
                scaler,
                parameters,
                provenance(snapshot, result)),
            result.checkpoint());
      }
      return result;
    } finally {
      setup.destroy();
    }
  }

  private void save(TrainedModel model, String checkpoint) throws IOException {
    try {
      model.save(config.modelDir(), conf);
    } catch (IOException e) {
      throw new IOException(
          "the model cannot be saved to model.dir = "
              + config.modelDir()
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + (checkpoint == null
                  ? "; there is no checkpoint to go on from"
                  : "; mend that or choose another model.dir, and go on with --resume from "
                      + checkpoint),
          e);
    }
  }

  /** Over the networks that did steps. */
  private static double mean(
      List<MemberRun.Outcome> outcomes,
      ToDoubleFunction<MemberRun.Outcome> number,
      double otherwise) {
    return outcomes.stream()
        .filter(outcome -> outcome.rowsPerSecond() > 0)
        .mapToDouble(number)
        .average()
        .orElse(otherwise);
  }

  /** Of the last network that has it; else null. */
  private static String last(
      List<MemberRun.Outcome> outcomes, Function<MemberRun.Outcome, String> text) {
    return outcomes.stream()
        .map(text)
        .filter(Objects::nonNull)
        .reduce((first, second) -> second)
        .orElse(null);
  }

  /**
   * Where a network starts: pre-trained, or by its initialisers; null if asked to stop. Time that
   * is over does not end pre-training, of which nothing is saved: a run that is started again and
   * again would never get further.
   */
  private float[] start(TrainConfig member, TrainingData data, Scaler scaler, String blas)
      throws IOException {
    return member.pretrain().wanted()
        ? new Pretraining(session, member, data, scaler, blas, slots, () -> stopRequested, listener)
            .start()
        : data.net().init(member.run().seed());
  }

  /** What is the same in all checkpoints of a network. */
  private Snapshot snapshot(TrainingData data, Scaler scaler, String blas, String runId) {
    return new Snapshot(
        runId,
        config.network(),
        data.encoding(),
        scaler,
        config.settings(),
        data.train().layout().shards(),
        data.fingerprint(),
        Provenance.of(spark.version(), blas));
  }

  /** The parameters of all members, one behind the other. */
  private static float[] joined(List<MemberRun.Outcome> outcomes) {
    if (outcomes.size() == 1) {
      return outcomes.get(0).parameters();
    }
    int n = outcomes.get(0).parameters().length;
    float[] all = new float[Math.multiplyExact(n, outcomes.size())];
    for (int i = 0; i < outcomes.size(); i++) {
      System.arraycopy(outcomes.get(i).parameters(), 0, all, i * n, n);
    }
    return all;
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
