package io.dendrite.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dendrite.checkpoint.ModelStore;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.input.RowSource;
import io.dendrite.input.TrainingRows;
import io.dendrite.input.Unreachable;
import io.dendrite.model.RunJson;
import io.dendrite.model.Snapshot;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.Net;
import io.dendrite.score.Evaluation;
import io.dendrite.score.Metrics;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Runs a complete training: loads the rows, trains the network or networks, and makes the model. An
 * instance can run only once.
 */
public final class Trainer {
  private final TrainingData.Source rows;
  private final JavaSparkContext spark;
  private final Configuration conf;
  private final TrainConfig config;
  private final RunListener listener;
  private final long start = System.nanoTime();
  private volatile boolean stopRequested;
  private volatile boolean nothingToSave = true;

  /** Creates a run on the rows that the configuration names. */
  public Trainer(SparkSession session, TrainConfig config, RunListener listener) {
    this(TrainingData.source(TrainingRows.named(session)), config, listener);
  }

  /** Creates a run on the rows that a source supplies. */
  public Trainer(TrainingData.Source rows, TrainConfig config, RunListener listener) {
    this.rows = rows;
    this.config = config;
    this.listener = listener;
    spark = new JavaSparkContext(rows.session().sparkContext());
    conf = spark.hadoopConfiguration();
  }

  /** Asks the run to save a checkpoint and end within seconds; safe from any thread. */
  public void requestStop() {
    stopRequested = true;
  }

  /**
   * True if a checkpoint would save nothing new at this moment, so that the run can be ended
   * without a checkpoint.
   */
  public boolean hasNothingToSave() {
    return nothingToSave;
  }

  /**
   * True if the run should stop, because {@link #requestStop} was called or the time limit is over.
   */
  private boolean stops() {
    long limit = config.run().maxTime().toNanos();
    return stopRequested || limit > 0 && System.nanoTime() - start > limit;
  }

  /**
   * Runs the checks that need no Spark session and that {@link TrainConfig#of} does not include.
   *
   * @throws IllegalArgumentException if a check fails; the message names the setting
   */
  public static void check(TrainConfig config) {
    config.inWords(() -> EarlyStopping.of(config));
  }

  /**
   * Trains the model and saves it to {@code model.dir}.
   *
   * @param resume whether to continue from the newest valid checkpoint of {@code checkpoint.dir}
   * @param init URI of a model to start from, or null
   * @throws IllegalArgumentException if the network or a setting does not fit the data
   * @throws DataException if data, checkpoints or executors cannot be used; the message is a
   *     sentence for the user
   * @throws NonFiniteException if training diverges; the last good checkpoint is kept
   */
  public TrainResult run(boolean resume, String init) throws IOException {
    check(config);
    requireOneStart(resume, init);
    Unreachable.named(
        "model.dir = " + config.modelDir(),
        () -> {
          ModelStore.checkReplaceable(config.modelDir(), conf);
          return null;
        });
    TrainedModel from =
        init == null
            ? null
            : Unreachable.named("--init " + init, () -> TrainedModel.load(init, conf));
    if (from != null) {
      from.requireMembers(init, config.run().ensemble());
    }
    Fitted fitted = fitted(resume, from, init, null);
    if (fitted.model() == null) {
      return fitted.result();
    }
    save(fitted.model(), fitted.result().checkpoint());
    return fitted.result().savedTo(config.modelDir());
  }

  /**
   * A trained model in memory, with the results of its training.
   *
   * @param model the trained model; null if the run was interrupted before its last step
   */
  public record Fitted(TrainResult result, TrainedModel model) {}

  /** Supplies the parameters that training of a network starts from. */
  public interface FirstParameters {
    /**
     * The parameters as one flat vector; null if the layers' initialisers are to be used.
     *
     * @throws IllegalArgumentException if the parameters do not fit the network
     */
    float[] of(Net net);
  }

  /**
   * Trains the model and returns it, without saving it.
   *
   * @param resume whether to continue from the newest valid checkpoint of {@code checkpoint.dir}
   * @param first supplies the parameters that training starts from; null for the layers'
   *     initialisers
   * @throws IllegalArgumentException as {@link #run}
   * @throws DataException as {@link #run}
   * @throws NonFiniteException as {@link #run}
   */
  public Fitted fit(boolean resume, FirstParameters first) throws IOException {
    check(config);
    return fitted(resume, null, null, first);
  }

  private Fitted fitted(boolean resume, TrainedModel from, String init, FirstParameters first)
      throws IOException {
    Engines.check(spark, config.run());
    if (!config.pretrain().data().isEmpty() && config.pretrain().wanted()) {
      RowSource.require("pretrain.data", config.pretrain().data(), config.data(), conf);
    }
    try (Members members =
            Unreachable.named(
                "checkpoint.dir = " + config.checkpoint().dir(),
                () -> Members.open(config, resume, conf, listener));
        StopDeadline deadline = new StopDeadline(spark, () -> stopRequested)) {
      members.requireSame(config);
      Preparation.Origin origin = new Preparation.Origin(members, from, init, first);
      try (Preparation ready =
          deadline.attempt("loading", () -> Preparation.of(rows, config, origin, listener))) {
        nothingToSave = false;
        return train(ready, origin, deadline);
      } catch (GivenUpException e) {
        listener.notice(e.getMessage());
        return new Fitted(stoppedEarly(members), null);
      }
    }
  }

  private void requireOneStart(boolean resume, String init) {
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
  }

  private Fitted train(Preparation ready, Preparation.Origin origin, StopDeadline deadline)
      throws IOException, GivenUpException {
    Outcomes outcomes = networks(ready, origin, deadline);
    float[] parameters = outcomes.parameters();
    if (outcomes.interrupted()) {
      return new Fitted(result(outcomes, ready, parameters, null, null, true), null);
    }
    boolean scored = true;
    Metrics validation = null;
    Metrics test = null;
    try {
      validation = score(ready.data().validation(), ready, parameters, deadline);
      test = score(ready.data().test(), ready, parameters, deadline);
      noticeWorseThanMean("validation", validation);
      noticeWorseThanMean("test", test);
    } catch (GivenUpException e) {
      listener.notice(e.getMessage() + "; the model is saved with the metrics it has");
      scored = false;
    }
    TrainResult result = result(outcomes, ready, parameters, validation, test, !scored);
    Snapshot snapshot = ready.snapshot(config, origin.members().of(0).runId());
    return new Fitted(
        result,
        new TrainedModel(
            config.network(),
            ready.data().encoding(),
            ready.scaler(),
            parameters,
            provenance(snapshot, result)));
  }

  private void noticeWorseThanMean(String rows, Metrics metrics) {
    Double r2 = metrics == null ? null : metrics.get("r2");
    if (r2 != null && r2 < 0) {
      listener.notice(
          "the model predicts the %s rows worse than their mean would (r2 %.3g); try more epochs, another train.optimizer.rate or other layers"
              .formatted(rows, r2));
    }
  }

  /** Trains the networks one after the other, until one is interrupted. */
  private Outcomes networks(Preparation ready, Preparation.Origin origin, StopDeadline deadline)
      throws IOException, GivenUpException {
    List<MemberRun.Outcome> all = new ArrayList<>();
    boolean interrupted = false;
    for (int i = 0; i < config.run().ensemble() && !interrupted; i++) {
      Checkpointer checkpoints = origin.members().of(i);
      TrainConfig member = config.ofMember(i);
      float[] init = origin.model() == null ? null : origin.model().member(i);
      MemberRun run =
          new MemberRun(
              spark,
              member,
              ready,
              ready.snapshot(config, checkpoints.runId()),
              parameters -> evaluate(ready.data().validation(), ready, parameters),
              this::stops,
              deadline,
              listener);
      try {
        all.add(
            run.run(
                i,
                checkpoints,
                () -> init != null ? init : start(member, ready, origin.first(), deadline)));
        interrupted = all.get(i).interrupted();
      } catch (GivenUpException e) {
        if (i == 0) {
          throw e;
        }
        listener.notice(e.getMessage());
        interrupted = true;
      }
    }
    return new Outcomes(all, interrupted);
  }

  private TrainResult result(
      Outcomes outcomes,
      Preparation ready,
      float[] parameters,
      Metrics validation,
      Metrics test,
      boolean interrupted) {
    return new TrainResult(
        null,
        outcomes.sum(MemberRun.Outcome::steps),
        outcomes.sum(MemberRun.Outcome::epochs),
        outcomes.mean(MemberRun.Outcome::trainLoss, Double.NaN),
        validation,
        test,
        (System.nanoTime() - start) / 1e9,
        outcomes.mean(MemberRun.Outcome::rowsPerSecond, 0),
        ready.versions().blas(),
        ready.data().train().layout().shards(),
        RunJson.sha256(parameters),
        outcomes.last(MemberRun.Outcome::checkpoint),
        outcomes.last(MemberRun.Outcome::resumedFrom),
        interrupted);
  }

  /** The result of a run that ends before its first step. */
  private TrainResult stoppedEarly(Members members) {
    return new TrainResult(
        null,
        members.positions().stream().mapToLong(Snapshot.Position::step).sum(),
        members.positions().stream().mapToLong(Snapshot.Position::epoch).sum(),
        Double.NaN,
        null,
        null,
        (System.nanoTime() - start) / 1e9,
        0,
        null,
        0,
        null,
        members.lastPath(),
        members.lastPath(),
        true);
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

  /**
   * The parameters that training of a network starts from: pre-trained, given by the caller, or
   * from the layers' initialisers. Pre-training continues even after the run's time limit is over.
   * The result of pre-training is not saved, so a run that is restarted after each time limit would
   * otherwise never complete pre-training.
   */
  private float[] start(
      TrainConfig member, Preparation ready, FirstParameters first, StopDeadline deadline)
      throws IOException, GivenUpException {
    float[] given = first == null ? null : first.of(ready.data().net());
    if (given != null) {
      return given;
    }
    if (!member.pretrain().wanted()) {
      return ready.data().net().init(member.run().seed());
    }
    Pretraining pretraining = new Pretraining(rows.session(), member, ready, deadline, listener);
    nothingToSave = true;
    float[] found = deadline.attempt("pre-training", pretraining::start);
    nothingToSave = false;
    return found;
  }

  private Metrics score(
      ShardedRows rows, Preparation ready, float[] parameters, StopDeadline deadline)
      throws IOException, GivenUpException {
    return rows == null
        ? null
        : deadline.attempt("evaluation", () -> evaluate(rows, ready, parameters));
  }

  private Metrics evaluate(ShardedRows rows, Preparation ready, float[] parameters) {
    return Evaluation.run(
        spark, rows, ready.setup(), parameters, ready.data().encoding().labels(), ready.slots());
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
