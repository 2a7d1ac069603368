package io.dendrite.bench;

import io.dendrite.allreduce.AllReduceEngine;
import io.dendrite.config.TrainConfig;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.TrainState;
import io.dendrite.engine.TreeEngine;
import io.dendrite.explain.JobProbe;
import io.dendrite.explain.NetworkProbe;
import io.dendrite.explain.PassProbe;
import io.dendrite.explain.ScalingModel;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.model.TrainedModel;
import io.dendrite.run.Preparation;
import io.dendrite.run.RunListener;
import io.dendrite.score.Evaluation;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;

/** A training run with its data loaded, of which a benchmark takes one step at a time. */
public final class EngineRig implements AutoCloseable {
  private final SparkSession session;
  private final TrainConfig config;
  private final JavaSparkContext spark;
  private final Preparation ready;
  private final TrainingData data;
  private final Broadcast<TaskSetup> setup;
  private final TreeEngine engine;
  private final AllReduceEngine allReduce;
  private final TrainState state;
  private final int slots;

  /** Loads the data of a configuration and starts an engine. */
  public EngineRig(SparkSession session, TrainConfig config) throws IOException {
    this.session = session;
    this.config = config;
    spark = new JavaSparkContext(session.sparkContext());
    TrainConfig.Run run = config.run();
    RunListener listener = new RunListener() {};
    ready = Preparation.fresh(session, config, listener);
    data = ready.data();
    setup = ready.setup();
    slots = ready.slots();
    engine = TreeEngine.of(spark, data, setup, run, slots);
    allReduce = new AllReduceEngine(spark, data, setup, run, engine, () -> slots, listener);
    state = TrainState.starting(data.net().init(run.seed()), run);
  }

  /** Takes some steps in as few jobs as the all-reduce engine needs. */
  public List<Step> together(int steps) {
    List<Step> taken = new ArrayList<>();
    Engine.Watch watch =
        new Engine.Watch() {
          @Override
          public void step(Step step) {
            taken.add(step);
          }

          @Override
          public boolean stop() {
            return false;
          }
        };
    long until = state.step + steps;
    while (state.step < until) {
      allReduce.advance(state, until, watch);
    }
    return taken;
  }

  /** Takes a step in a job of its own. */
  public Step step() {
    return engine.step(state);
  }

  /** What would come of more executors, by some steps of {@link #together} and measurements. */
  public ScalingModel scaling(List<Step> steps) {
    List<Step> sorted = new ArrayList<>(steps);
    sorted.sort(Comparator.comparingDouble(Step::seconds));
    Step median = sorted.get(sorted.size() / 2);
    MemoryGiven given = MemoryGiven.of(spark);
    return ScalingModel.of(
        data,
        config.run(),
        given,
        median.rows() * data.train().shareOfATask(true, slots, given.tasksPerExecutor()),
        median.times(),
        PassProbe.measure(
            spark, data.train(), setup, config.run().batch(), config.run().seed(), slots),
        new NetworkProbe(spark, data.train(), slots, config.run().timeoutNanos()).measure(),
        new JobProbe(spark, slots, data.net().parameters()).measure());
  }

  /** Scores all training rows. */
  public Metrics evaluate() {
    return Evaluation.run(
        spark, data.train(), setup, state.parameters, data.encoding().labels(), slots);
  }

  /**
   * Predicts the rows of a file with the present weights, as {@code predict} does, and drops them.
   */
  public void predict(String uri) throws IOException {
    TrainedModel model =
        new TrainedModel(config.network(), data.encoding(), data.scaler(), state.parameters, null);
    new ModelScoring(session, model, config.data(), config.run().blas(), new RunListener() {})
        .predict(uri, (table, named) -> table.write().format("noop").mode("overwrite").save());
  }

  /** Bytes of cached blocks that lie on disk. */
  public double onDisk() {
    long bytes = 0;
    for (var info : session.sparkContext().getRDDStorageInfo()) {
      bytes += info.diskSize();
    }
    return bytes;
  }

  @Override
  public void close() {
    allReduce.close();
    ready.close();
  }
}
