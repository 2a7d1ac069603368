package io.dendrite.run;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Scaler;
import io.dendrite.input.TrainingRows;
import io.dendrite.memory.MemoryNeed;
import io.dendrite.model.Provenance;
import io.dendrite.model.Snapshot;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.Purpose;
import io.dendrite.shards.RowLoader;
import io.dendrite.shards.Targets;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.LoadedRun;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A run that is ready for its first step: all executors compute with the same BLAS library and hold
 * the data in memory, and the settings have been checked against the executors and the data.
 *
 * @param scaler scaling of the features, either fitted to the data or taken from the run or the
 *     model that this run continues
 * @param memory the memory that the run will need, already compared with the memory limits
 * @param versions versions of Java and Spark, and the BLAS library and kernel of all executors
 * @param setup objects that the tasks of the run's steps need, broadcast
 */
public record Preparation(
    LoadedRun loaded,
    Scaler scaler,
    MemoryNeed memory,
    Provenance versions,
    Broadcast<TaskSetup> setup)
    implements AutoCloseable {

  /**
   * Where the weights and the state at the start of a run come from.
   *
   * @param members the checkpoints of the run's networks
   * @param model the model whose weights the run starts from; null for fresh weights
   * @param init URI of {@code model}
   * @param first supplies the initial weights in place of the layers' initialisers; null if the
   *     initialisers are used
   */
  record Origin(Members members, TrainedModel model, String init, Trainer.FirstParameters first) {}

  /** Prepares a run that starts from fresh weights, without checkpoints. */
  public static Preparation fresh(SparkSession session, TrainConfig config, RunListener listener)
      throws IOException {
    return of(
        TrainingData.source(TrainingRows.named(session)),
        config,
        new Origin(Members.none(), null, null, null),
        listener);
  }

  /** Loads the data and runs the checks that need the data. */
  static Preparation of(
      TrainingData.Source rows, TrainConfig config, Origin origin, RunListener listener)
      throws IOException {
    Snapshot before = origin.members().before();
    LoadedRun loaded =
        before == null
            ? LoadedRun.open(rows, config, config.data().partitions(), listener)
            : LoadedRun.open(rows, config, before.partitions(), listener);
    try {
      TrainingData data = loaded.data();
      JavaSparkContext spark = loaded.spark();
      Provenance versions = Provenance.of(spark.version(), loaded.blas());
      TrainedModel model = origin.model();
      if (before != null) {
        origin.members().requireSameData(data.fingerprint());
        noticeNumerics(before.provenance(), versions, listener);
      } else if (model != null) {
        model.requireFits(origin.init(), data);
        Targets.check(
            data.train(),
            rows.name(),
            data.net(),
            data.encoding(),
            model.scaler().targets().logarithm(),
            loaded.slots());
        listener.notice(
            "--init "
                + origin.init()
                + ": its scaler is used with its weights, data.scale and data.scaleTarget are not");
      }
      Scaler scaler =
          before != null ? before.scaler() : model != null ? model.scaler() : data.scaler();
      MemoryNeed memory =
          Engines.memory(spark, config.run(), data, loaded.sparse(scaler), loaded.slots());
      memory.check();
      if (data.net().purpose() == Purpose.AUTOENCODER) {
        Targets.checkFeatures(
            RowLoader.statistics(data.train(), loaded.slots()),
            scaler,
            data.net(),
            rows.name(),
            data.encoding());
      }
      return new Preparation(loaded, scaler, memory, versions, loaded.setup(scaler));
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      loaded.close();
      throw e;
    }
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

  public TrainingData data() {
    return loaded.data();
  }

  /** Number of tasks that can run at the same time. */
  public int slots() {
    return loaded.slots();
  }

  /**
   * The description of the run that is the same in all checkpoints of a network and in the model.
   */
  Snapshot snapshot(TrainConfig config, String runId) {
    return new Snapshot(
        runId,
        config.network(),
        data().encoding(),
        scaler,
        config.settings(),
        data().train().layout().shards(),
        data().fingerprint(),
        versions);
  }

  @Override
  public void close() {
    setup.destroy();
    loaded.close();
  }
}
