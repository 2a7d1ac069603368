package io.dendrite.run;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Shares;
import io.dendrite.engine.Engine;
import io.dendrite.engine.TrainState;
import io.dendrite.model.Snapshot;
import io.dendrite.net.Net;
import io.dendrite.score.Metrics;
import io.dendrite.shards.TrainingData;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * The training of one network of a run, from the network's initial parameters to its final
 * parameters.
 *
 * @param config the run's configuration, with the seed of this network
 * @param snapshot description of the run that is written into the checkpoints of this network
 * @param validation function that computes the metrics of given parameters on the validation rows,
 *     if there are validation rows
 * @param stopRequested whether training is to save a checkpoint and end, because of a request to
 *     stop or because the run's time limit is over
 */
record MemberRun(
    JavaSparkContext spark,
    TrainConfig config,
    Preparation ready,
    Snapshot snapshot,
    Function<float[], Metrics> validation,
    BooleanSupplier stopRequested,
    StopDeadline deadline,
    RunListener listener) {

  /**
   * The result of a network's training.
   *
   * @param parameters parameters to keep in the model; the last parameters if training was
   *     interrupted
   * @param checkpoint path of the network's last checkpoint; null if there is none
   * @param resumedFrom path of the checkpoint that training was resumed from; null for a fresh
   *     start
   */
  record Outcome(
      float[] parameters,
      long steps,
      long epochs,
      double trainLoss,
      double rowsPerSecond,
      String checkpoint,
      String resumedFrom,
      boolean interrupted) {}

  /** Computes the parameters with which training starts. */
  interface Start {
    /**
     * The network's initial parameters.
     *
     * @throws GivenUpException if the run was asked to stop before the parameters were computed
     */
    float[] parameters() throws IOException, GivenUpException;
  }

  /**
   * Trains the network from its initial parameters, or from its last checkpoint if the run is
   * resumed.
   *
   * @param member index of the network among the run's networks, from 0
   * @param start computes the network's initial parameters if training does not resume from a
   *     checkpoint
   * @throws GivenUpException if the run was asked to stop before the initial parameters were
   *     computed
   */
  Outcome run(int member, Checkpointer checkpoints, Start start)
      throws IOException, GivenUpException {
    TrainConfig.Run run = config.run();
    TrainingData data = ready.data();
    Net net = data.net();
    String resumedFrom = checkpoints.lastPath();
    TrainState state =
        resumedFrom != null
            ? Snapshot.state(checkpoints.resumed(), net, run.optimizer().slots())
            : TrainState.starting(start.parameters(), run);
    long stepsPerEpoch = new Shares(data.train().shardRows(), run.batch()).stepsPerEpoch();
    try (Engine engine = Engines.of(spark, data, ready.setup(), config, ready.slots(), listener)) {
      TrainingRun loop =
          new TrainingRun(
              engine,
              state,
              data,
              snapshot,
              checkpoints,
              config,
              stepsPerEpoch,
              validation::apply,
              stopRequested,
              deadline,
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
              data.train().bytes(),
              member + 1,
              run.ensemble()));
      boolean interrupted = loop.run(stepsPerEpoch * run.epochs());
      return new Outcome(
          interrupted ? state.parameters : loop.finalParameters(),
          state.step,
          state.step / stepsPerEpoch,
          loop.trainLoss(),
          loop.rowsPerSecond(),
          checkpoints.lastPath(),
          resumedFrom,
          interrupted);
    }
  }
}
