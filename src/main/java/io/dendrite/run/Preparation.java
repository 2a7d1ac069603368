package io.dendrite.run;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Scaler;
import io.dendrite.model.Provenance;
import io.dendrite.model.Snapshot;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.Net;
import io.dendrite.net.Task;
import io.dendrite.shards.RowLoader;
import io.dendrite.shards.Slots;
import io.dendrite.shards.Targets;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.Machines;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * What a run has before its first step: executors that compute alike, its data in their memory, and
 * settings that fit both.
 *
 * @param scaler fitted to the data, or of the run or the model that it goes on from
 * @param versions of Java, Spark, and the library and kernel of all executors
 * @param slots tasks that run at once
 * @param setup for the tasks of its steps
 */
record Preparation(
    TrainingData data, Scaler scaler, Provenance versions, int slots, Broadcast<TaskSetup> setup)
    implements AutoCloseable {

  /**
   * Where a run starts.
   *
   * @param members its checkpoints
   * @param model its weights come from there; null for fresh ones
   * @param init URI of that model
   */
  record Origin(Members members, TrainedModel model, String init) {}

  /** Loads the data, and checks what has not been checked without. */
  static Preparation of(
      SparkSession session, TrainConfig config, Origin origin, RunListener listener)
      throws IOException {
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    TrainConfig.Run run = config.run();
    String blas = Machines.agree(spark, run.blas(), run.requireNative(), listener);
    Provenance versions = Provenance.of(spark.version(), blas);
    int slots = Slots.of(spark);
    Snapshot before = origin.members().before();
    TrainingData data =
        TrainingData.load(session, config, partitions(config, before, slots), slots, listener);
    try {
      TrainedModel model = origin.model();
      if (before != null) {
        origin.members().requireSameData(data.fingerprint());
        noticeNumerics(before.provenance(), versions, listener);
      } else if (model != null) {
        model.requireFits(origin.init(), data);
        listener.notice(
            "--init " + origin.init() + ": its scaler is used with its weights, data.scale is not");
      }
      Scaler scaler =
          before != null ? before.scaler() : model != null ? model.scaler() : data.scaler();
      Net net = data.net();
      boolean sparse = config.data().sparseInput(data.encoding(), scaler, net);
      Engines.memory(spark, run, data, sparse, slots).check();
      if (net.task() == Task.AUTOENCODER) {
        Targets.checkFeatures(
            RowLoader.statistics(data.train(), slots), scaler, net, "data.train", data.encoding());
      }
      float[] weights =
          Targets.weights(config.data().classWeights(), data.train(), data.encoding(), slots);
      TaskSetup setup = new TaskSetup(net, scaler, weights, sparse, run.chunk(), run.blas(), blas);
      return new Preparation(data, scaler, versions, slots, spark.broadcast(setup));
    } catch (Exception e) { // Spark's are not always unchecked.
      data.close();
      throw e;
    }
  }

  private static int partitions(TrainConfig config, Snapshot before, int slots) {
    int asked = config.data().partitions();
    return before != null ? before.partitions() : asked > 0 ? asked : slots;
  }

  private static void noticeNumerics(Provenance before, Provenance now, RunListener listener) {
    if (!before.equals(now)) {
      listener.notice(
          "resuming with other software than before, so the bits may differ from an undisturbed run: "
              + before
              + " -> "
              + now);
    }
  }

  /** What is the same in all checkpoints of a network, and in the model. */
  Snapshot snapshot(TrainConfig config, String runId) {
    return new Snapshot(
        runId,
        config.network(),
        data.encoding(),
        scaler,
        config.settings(),
        data.train().layout().shards(),
        data.fingerprint(),
        versions);
  }

  @Override
  public void close() {
    setup.destroy();
    data.close();
  }
}
