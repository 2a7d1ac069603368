package io.dendrite.task;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Scaler;
import io.dendrite.input.Notices;
import io.dendrite.input.TrainingRows;
import io.dendrite.net.Net;
import io.dendrite.shards.ClassWeighting;
import io.dendrite.shards.Slots;
import io.dendrite.shards.TrainingData;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/**
 * A run whose data are cached on the executors, and whose executors all compute with the same BLAS
 * library. Training, timing and checking the network of a configuration all start from a loaded
 * run.
 *
 * @param blas the BLAS library and kernel of all executors
 * @param slots number of tasks that can run at the same time
 */
public record LoadedRun(
    JavaSparkContext spark, TrainConfig config, String blas, int slots, TrainingData data)
    implements AutoCloseable {

  /** Opens a run with the number of shards that {@code data.partitions} sets. */
  public static LoadedRun open(SparkSession session, TrainConfig config, Notices listener)
      throws IOException {
    return open(
        TrainingData.source(TrainingRows.named(session)),
        config,
        config.data().partitions(),
        listener);
  }

  /**
   * Opens a run with a given number of shards.
   *
   * @param partitions number of shards; 0 for one shard per task slot
   */
  public static LoadedRun open(
      TrainingData.Source source, TrainConfig config, int partitions, Notices listener)
      throws IOException {
    JavaSparkContext spark = new JavaSparkContext(source.session().sparkContext());
    TrainConfig.Run run = config.run();
    String blas = Machines.agree(spark, run.blas(), run.requireNative(), listener);
    int slots = Slots.of(spark);
    int shards = partitions > 0 ? partitions : slots;
    TrainingData data = source.load(config, shards, slots, listener);
    return new LoadedRun(spark, config, blas, slots, data);
  }

  /** True if features that {@code scaler} has scaled go into the network as sparse rows. */
  public boolean sparse(Scaler scaler) {
    return config.data().sparseInput(data.encoding(), scaler, data.net());
  }

  /** Broadcasts the objects that tasks need to train the network. */
  public Broadcast<TaskSetup> setup(Scaler scaler) {
    return setup(data.net(), scaler, classWeights(), sparse(scaler));
  }

  /** Broadcasts the objects that tasks need to train the network with features as dense rows. */
  public Broadcast<TaskSetup> denseSetup(Scaler scaler) {
    return setup(data.net(), scaler, classWeights(), false);
  }

  /**
   * Broadcasts the objects that tasks need to train a network other than the run's own, for example
   * in pre-training. Features are dense rows, and classes have no weights.
   */
  public Broadcast<TaskSetup> setupOf(Net net, Scaler scaler) {
    return setup(net, scaler, null, false);
  }

  private Broadcast<TaskSetup> setup(Net net, Scaler scaler, float[] weights, boolean sparse) {
    TrainConfig.Run run = config.run();
    return spark.broadcast(
        new TaskSetup(net, scaler, weights, sparse, run.chunk(), run.blas(), blas));
  }

  private float[] classWeights() {
    return ClassWeighting.of(config.data().classWeights(), data.train(), data.encoding(), slots);
  }

  @Override
  public void close() {
    data.close();
  }
}
