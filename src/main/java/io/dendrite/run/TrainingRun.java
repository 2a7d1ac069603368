package io.dendrite.run;

import io.dendrite.checkpoint.CheckpointStore;
import io.dendrite.config.TrainConfig;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.TrainState;
import io.dendrite.math.Vectors;
import io.dendrite.model.Snapshot;
import io.dendrite.net.TensorSpec;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.Schedule;
import io.dendrite.score.Metrics;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * The main loop of a run: takes the training steps, with validation, early stopping and checkpoints
 * when they are due.
 */
final class TrainingRun implements Engine.Watch {
  /** Computes the metrics of weights on the validation rows. */
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
  private final StopDeadline deadline;
  private final RunListener listener;

  /**
   * Summaries of what the steps have reported; the key of a summary is the number of the last step
   * that it covers. An engine may report steps before it changes the state, so there may be reports
   * newer than the state.
   */
  private final NavigableMap<Long, Reported> reported = new TreeMap<>();

  private double seconds;

  /** True if the last step ended an epoch and the state has not been validated yet. */
  private boolean validationDue;

  /**
   * A summary of what the steps up to and including a given step have reported.
   *
   * @param lossSum summed loss of the rows that the current epoch has processed
   * @param lossRows number of rows that the current epoch has processed
   * @param rate learning rate of the last step
   * @param epochLoss mean loss of the last completed epoch; NaN if no epoch is completed
   * @param rows number of rows of all steps since this run started or was resumed
   */
  private record Reported(double lossSum, long lossRows, double rate, double epochLoss, long rows) {
    Reported and(Step step) {
      double sum = lossSum + step.loss() * step.rows();
      long count = lossRows + step.rows();
      return step.endsEpoch()
          ? new Reported(0, 0, step.rate(), sum / count, rows + step.rows())
          : new Reported(sum, count, step.rate(), epochLoss, rows + step.rows());
    }
  }

  TrainingRun(
      Engine engine,
      TrainState state,
      TrainingData data,
      Snapshot snapshot,
      Checkpointer checkpoints,
      TrainConfig config,
      long stepsPerEpoch,
      Validation validation,
      BooleanSupplier stopRequested,
      StopDeadline deadline,
      RunListener listener) {
    this.engine = engine;
    this.state = state;
    this.data = data;
    this.snapshot = snapshot;
    this.checkpoints = checkpoints;
    this.stepsPerEpoch = stepsPerEpoch;
    this.validation = validation;
    this.stopRequested = stopRequested;
    this.deadline = deadline;
    this.listener = listener;
    optimizer = config.run().optimizer();
    schedule = config.run().schedule();
    stopping = EarlyStopping.of(config);
    reported.put(state.step, new Reported(0, 0, 0, Double.NaN, 0));
  }

  /** Restores the run's progress from a checkpoint. */
  void restore(CheckpointStore.Loaded loaded) {
    Snapshot.Position position = Snapshot.position(loaded);
    reported.put(
        state.step,
        new Reported(
            position.lossSum(),
            position.lossRows(),
            position.rate(),
            Double.parseDouble(position.epochLoss()),
            0));
    state.rateFactor = position.rateFactor();
    validationDue = position.validationDue();
    // If the settings of early stopping have changed, its state in the checkpoint is meaningless
    // now.
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
   * Trains until the last step is done or training is stopped.
   *
   * @param lastStep number of steps of the whole run
   * @return true if the run was interrupted
   */
  boolean run(long lastStep) throws IOException {
    if (stopRequested.getAsBoolean() && !deadline.asked() && isLeft(lastStep)) {
      listener.notice(
          "train.maxTime was over before the first step, so each such run makes hardly any progress; set train.maxTime higher");
    }
    boolean interrupted = false;
    while (!interrupted && isLeft(lastStep)) {
      boolean training = !validationDue;
      boolean done = training ? advance(Math.min(lastStep, nextPause())) : validate();
      if (state.end != null) {
        listener.notice(state.end);
        break;
      }
      // The time limit ends a run only after a step: otherwise, a run that is resumed again and
      // again might never make progress.
      BooleanSupplier mustStop = training ? stopRequested : deadline::asked;
      interrupted = !done || mustStop.getAsBoolean() && isLeft(lastStep);
      if (interrupted || !validationDue && checkpoints.due(state.step, stepsPerEpoch)) {
        save(interrupted);
      }
    }
    save(false);
    return interrupted;
  }

  /** True if a step or a validation is left to do. */
  private boolean isLeft(long lastStep) {
    return validationDue || state.step < lastStep && !stopping.stop();
  }

  /** Takes steps; returns false if the steps were given up after a request to stop. */
  private boolean advance(long until) throws IOException {
    long before = state.step;
    long start = System.nanoTime();
    boolean done = attempt("steps", () -> engine.advance(state, until, this));
    seconds += (System.nanoTime() - start) / 1e9;
    reported.headMap(state.step).clear();
    validationDue =
        state.step > before
            && state.end == null
            && data.validation() != null
            && state.step % stepsPerEpoch == 0;
    return done;
  }

  /**
   * Computes the validation metrics of the weights after an epoch; returns false if the validation
   * was given up after a request to stop.
   */
  private boolean validate() throws IOException {
    return attempt(
        "validation",
        () -> {
          float[] evaluated = state.evaluated(optimizer);
          Metrics metrics = validation.evaluate(evaluated);
          validationDue = false;
          stopping.see(metrics, state.step, evaluated);
          if (schedule.dropsAfter(stopping.epochsSince)) {
            state.rateFactor *= schedule.decay();
          }
          listener.epoch(state.step / stepsPerEpoch, reported().epochLoss(), metrics);
        });
  }

  private boolean attempt(String what, Runnable work) throws IOException {
    try {
      deadline.attempt(
          what,
          () -> {
            work.run();
            return null;
          });
      return true;
    } catch (GivenUpException e) {
      listener.notice("after step " + state.step + ", " + e.getMessage());
      return false;
    }
  }

  /** The summary of the steps whose results the current state contains. */
  private Reported reported() {
    return reported.get(state.step);
  }

  /**
   * Number of the next step after which the engine must return, so that the weights can be
   * validated or a checkpoint saved.
   */
  private long nextPause() {
    long epochEnd = (state.step / stepsPerEpoch + 1) * stepsPerEpoch;
    long save = checkpoints.next(state.step, stepsPerEpoch);
    return data.validation() != null ? Math.min(save, epochEnd) : save;
  }

  @Override
  public void starts(double value) {
    listener.starts(value);
  }

  @Override
  public void step(Step step) {
    Reported now = reported.lastEntry().getValue().and(step);
    reported.put(step.number(), now);
    listener.step(step);
    if (step.endsEpoch() && data.validation() == null) {
      listener.epoch(step.epoch() + 1, now.epochLoss(), null);
    }
  }

  @Override
  public boolean stop() {
    return stopRequested.getAsBoolean() || checkpoints.overdue();
  }

  @Override
  public boolean isUrgent() {
    return deadline.asked();
  }

  private void save(boolean needed) throws IOException {
    requireFinite(state.parameters);
    Snapshot.Position position =
        new Snapshot.Position(
            state.step,
            state.step / stepsPerEpoch,
            state.step % stepsPerEpoch,
            reported().rate(),
            state.rateFactor,
            reported().lossSum(),
            reported().lossRows(),
            Double.toString(reported().epochLoss()),
            validationDue,
            Double.toString(stopping.best),
            stopping.bestStep,
            stopping.epochsSince);
    checkpoints.save(
        snapshot, position, data.net(), state, optimizer.slots(), stopping.bestParameters, needed);
  }

  /**
   * Refuses weights that are not finite, since even an update with a finite gradient may overflow.
   * Weights that are not finite are never saved.
   */
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

  /**
   * The weights to keep in the model: the best weights if early stopping keeps them, else the last
   * weights.
   */
  float[] finalParameters() {
    return stopping.bestParameters != null ? stopping.bestParameters : state.evaluated(optimizer);
  }

  /**
   * Mean loss over the mini-batches of the last epoch, or over its mini-batches so far; NaN if no
   * step was done.
   */
  double trainLoss() {
    return reported().lossRows() > 0
        ? reported().lossSum() / reported().lossRows()
        : reported().epochLoss();
  }

  /**
   * Number of rows trained per second, counting only the time of the steps and their Spark jobs.
   */
  double rowsPerSecond() {
    return seconds > 0 ? reported().rows() / seconds : 0;
  }
}
