package io.dendrite.train;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.math.Vectors;
import io.dendrite.net.TensorSpec;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.Schedule;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** The loop of a run: steps, and at their places validation, early stopping and checkpoints. */
final class TrainingRun implements Engine.Watch {
  /** Scores weights on the validation rows. */
  interface Validation {
    Metrics evaluate(float[] parameters);
  }

  private final Engine engine;
  private final TrainState state;
  private final TrainingData data;
  private final Snapshot snapshot;
  private final Checkpointer checkpoints;
  private final EarlyStopping stopping;
  private final OptimizerSpec optimizer;
  private final Schedule schedule;
  private final long stepsPerEpoch;
  private final Validation validation;
  private final BooleanSupplier stopRequested;
  private final RunListener listener;
  private double lossSum;
  private long lossRows;
  private double rate;
  private double epochLoss = Double.NaN;
  private double seconds;
  private long rows;

  TrainingRun(
      Engine engine,
      TrainState state,
      TrainingData data,
      Snapshot snapshot,
      Checkpointer checkpoints,
      TrainConfig.Run config,
      long stepsPerEpoch,
      Validation validation,
      BooleanSupplier stopRequested,
      RunListener listener) {
    this.engine = engine;
    this.state = state;
    this.data = data;
    this.snapshot = snapshot;
    this.checkpoints = checkpoints;
    this.stepsPerEpoch = stepsPerEpoch;
    this.validation = validation;
    this.stopRequested = stopRequested;
    this.listener = listener;
    optimizer = config.optimizer();
    schedule = config.schedule();
    stopping = new EarlyStopping(config.stopMetric(), config.patience());
  }

  /** Takes up where a checkpoint left off. */
  void restore(CheckpointStore.Loaded loaded) {
    Snapshot.Position position = Snapshot.position(loaded);
    lossSum = position.lossSum();
    lossRows = position.lossRows();
    rate = position.rate();
    state.rateFactor = position.rateFactor();
    // Set up otherwise than now, its memory says nothing.
    if (!Snapshot.of(loaded).sameStopping(snapshot.settings())) {
      listener.notice(
          "train.stop changed: early stopping forgets what it saw before step " + state.step);
      return;
    }
    stopping.best = Double.parseDouble(position.best());
    stopping.bestStep = position.bestStep();
    stopping.epochsSince = position.epochsSinceBest();
    stopping.bestParameters = Snapshot.best(loaded, data.net());
  }

  /**
   * Runs to the last step, or until stopped.
   *
   * @param lastStep steps of the whole run
   * @return was the run interrupted?
   */
  boolean run(long lastStep) throws IOException {
    boolean interrupted = false;
    while (state.step < lastStep && !stopping.stop() && !interrupted) {
      long start = System.nanoTime();
      engine.advance(state, Math.min(lastStep, nextPause()), this);
      seconds += (System.nanoTime() - start) / 1e9;
      if (state.end != null) {
        listener.notice(state.end);
        break;
      }
      if (data.validation() != null && state.step % stepsPerEpoch == 0) {
        float[] evaluated = state.evaluated(optimizer);
        Metrics metrics = validation.evaluate(evaluated);
        stopping.see(metrics, state.step, evaluated);
        if (schedule.dropsAfter(stopping.epochsSince)) {
          state.rateFactor *= schedule.decay();
        }
        listener.epoch(state.step / stepsPerEpoch, epochLoss, metrics);
      }
      interrupted = stopRequested.getAsBoolean() && state.step < lastStep;
      if (checkpoints.due(state.step, stepsPerEpoch) || interrupted) {
        save(interrupted);
      }
    }
    save(false);
    return interrupted;
  }

  /** The next step after which the state is needed: to validate, or to save. */
  private long nextPause() {
    long epochEnd = (state.step / stepsPerEpoch + 1) * stepsPerEpoch;
    long save = checkpoints.next(state.step, stepsPerEpoch);
    return data.validation() != null ? Math.min(save, epochEnd) : save;
  }

  @Override
  public void step(Step step) {
    lossSum += step.loss() * step.rows();
    lossRows += step.rows();
    rate = step.rate();
    rows += step.rows();
    listener.step(step);
    if (step.endsEpoch()) {
      epochLoss = lossSum / lossRows;
      lossSum = 0;
      lossRows = 0;
      if (data.validation() == null) {
        listener.epoch(step.epoch() + 1, epochLoss, null);
      }
    }
  }

  @Override
  public boolean stop() {
    return stopRequested.getAsBoolean() || checkpoints.overdue();
  }

  private void save(boolean needed) throws IOException {
    requireFinite(state.parameters);
    Snapshot.Position position =
        new Snapshot.Position(
            state.step,
            state.step / stepsPerEpoch,
            state.step % stepsPerEpoch,
            rate,
            state.rateFactor,
            lossSum,
            lossRows,
            Double.toString(stopping.best),
            stopping.bestStep,
            stopping.epochsSince);
    checkpoints.save(
        snapshot, position, data.net(), state, optimizer.slots(), stopping.bestParameters, needed);
  }

  /** The update of a finite gradient may still overflow; such weights are never published. */
  private void requireFinite(float[] parameters) {
    for (TensorSpec tensor : data.net().tensors()) {
      if (Vectors.firstNonFinite(parameters, tensor.at(), tensor.size()) >= 0) {
        throw new NonFiniteException(
            "step "
                + state.step
                + ": a number that is not finite appears in the parameters "
                + tensor.name()
                + " after the update; "
                + (state.search == null
                    ? "lower train.optimizer.rate"
                    : "set data.scale, or train.optimizer.weightDecay"));
      }
    }
  }

  /** The weights to keep: the best ones with early stopping, else the last. */
  float[] finalParameters() {
    return stopping.bestParameters != null ? stopping.bestParameters : state.evaluated(optimizer);
  }

  /**
   * Mean loss over the mini-batches of the last epoch, or of its part that was done; NaN without
   * steps.
   */
  double trainLoss() {
    return lossRows > 0 ? lossSum / lossRows : epochLoss;
  }

  /** Rows trained on a second, by the time of the steps and their jobs alone. */
  double rowsPerSecond() {
    return seconds > 0 ? rows / seconds : 0;
  }
}
