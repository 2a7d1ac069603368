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
 * What a run has before its first step: executors that all compute with the same BLAS, its data in
 * their memory, and settings that fit both.
 *
 * @param scaler fitted to the data, or taken from the run or the model that this run continues
 * @param memory the memory that it will need, which is available
 * @param versions of Java, Spark, and the library and kernel of all executors
 * @param setup for the tasks of its steps
 */
public record Preparation(
    LoadedRun loaded,
    Scaler scaler,
    MemoryNeed memory,
    Provenance versions,
    Broadcast<TaskSetup> setup)
    implements AutoCloseable {

  /**
   * Where a run starts.
   *
   * @param members its checkpoints
   * @param model the model whose weights it starts from; null for fresh weights
   * @param init URI of that model
   * @param first gives the first weights in place of the initialisers; else null
   */
  record Origin(Members members, TrainedModel model, String init, Trainer.FirstParameters first) {}

  /** For a fresh start without checkpoints. */
  public static Preparation fresh(SparkSession session, TrainConfig config, RunListener listener)
      throws IOException {
    return of(
        TrainingRows.named(session),
        config,
        new Origin(Members.none(), null, null, null),
        listener);
  }

  /** Loads the data, and checks what could not be checked without them. */
  static Preparation of(TrainingRows rows, TrainConfig config, Origin origin, RunListener listener)
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
        listener.notice(
            "--init " + origin.init() + ": its scaler is used with its weights, data.scale is not");
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

  /** Tasks that run at once. */
  public int slots() {
    return loaded.slots();
  }

  /** What is the same in all checkpoints of a network, and in the model. */
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
