package io.dendrite.train;

import io.dendrite.data.Shares;
import io.dendrite.net.Net;
import java.io.IOException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * One network of a run, from its first parameters to its last.
 *
 * @param config with the seed of this network
 * @param snapshot of this network
 * @param validation scores parameters on the validation rows; gives null without any
 * @param stopRequested shall it save and end?
 * @param asked because somebody asks, and not because its time is over?
 */
record MemberRun(
    JavaSparkContext spark,
    TrainConfig config,
    TrainingData data,
    Snapshot snapshot,
    Broadcast<TaskSetup> setup,
    int slots,
    Function<float[], Metrics> validation,
    BooleanSupplier stopRequested,
    BooleanSupplier asked,
    RunListener listener) {

  /**
   * What became of it.
   *
   * @param parameters the ones to keep; the last if it was interrupted
   * @param checkpoint last file; null without
   * @param resumedFrom file that it went on from; null for a fresh start
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

  /** Where training starts. */
  interface Start {
    /** The first parameters; null if asked to stop before they were found. */
    float[] parameters() throws IOException;
  }

  /**
   * Trains.
   *
   * @param member which of the run's networks, from 0
   * @param start its first parameters, for a fresh start
   */
  Outcome run(int member, Checkpointer checkpoints, Start start) throws IOException {
    TrainConfig.Run run = config.run();
    Net net = data.net();
    String resumedFrom = checkpoints.lastPath();
    float[] first = resumedFrom != null ? null : start.parameters();
    if (resumedFrom == null && first == null) {
      float[] nothing = new float[net.parameters()];
      return new Outcome(nothing, 0, 0, Double.NaN, 0, null, null, true);
    }
    TrainState state =
        resumedFrom != null
            ? Snapshot.state(checkpoints.resumed(), net, run.optimizer().slots())
            : TrainState.starting(first, run);
    long stepsPerEpoch = new Shares(data.train().shardRows(), run.batch()).stepsPerEpoch();
    try (Engine engine = Engines.of(spark, data, setup, config, slots, listener);
        LastSteps lastSteps = new LastSteps(spark, asked)) {
      TrainingRun loop =
          new TrainingRun(
              engine,
              state,
              data,
              snapshot,
              checkpoints,
              run,
              stepsPerEpoch,
              validation::apply,
              stopRequested,
              lastSteps,
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
