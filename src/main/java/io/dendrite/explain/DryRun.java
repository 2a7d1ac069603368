package io.dendrite.explain;

import io.dendrite.allreduce.AllReduceEngine;
import io.dendrite.checkpoint.ModelStore;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Shares;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.TrainState;
import io.dendrite.run.Engines;
import io.dendrite.run.Preparation;
import io.dendrite.run.RunListener;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Plans a run and times a few of its steps, without writing any file. */
public final class DryRun {
  private static final long NANOS = 8_000_000_000L;

  private DryRun() {}

  /**
   * Loads the data, checks that the run fits into memory, and runs training steps for some seconds,
   * beginning with the initial parameters.
   *
   * @throws IllegalArgumentException if the network or a setting does not fit the data
   * @throws DataException if the data cannot be used, or the run cannot fit in memory
   * @throws NonFiniteException if a loss or gradient becomes infinite or NaN
   */
  public static RunPlan run(SparkSession session, TrainConfig config, RunListener listener)
      throws IOException {
    return run(session, config, listener, NANOS);
  }

  /**
   * Plans a run like {@link #run(SparkSession, TrainConfig, RunListener)}, but runs training steps
   * for {@code nanos} nanoseconds.
   */
  static RunPlan run(SparkSession session, TrainConfig config, RunListener listener, long nanos)
      throws IOException {
    ModelStore.checkReplaceable(config.modelDir(), session.sparkContext().hadoopConfiguration());
    JavaSparkContext spark = new JavaSparkContext(session.sparkContext());
    TrainConfig.Run run = config.run();
    Engines.check(spark, run);
    List<String> machines = new ArrayList<>();
    RunListener hosts =
        new RunListener() {
          @Override
          public void machines(List<String> lines) {
            machines.addAll(lines);
          }

          @Override
          public void notice(String sentence) {
            listener.notice(sentence);
          }
        };
    try (Preparation ready = Preparation.fresh(session, config, hosts)) {
      TrainingData data = ready.data();
      int slots = ready.slots();
      long perEpoch = new Shares(data.train().shardRows(), run.batch()).stepsPerEpoch();
      try (Engine engine = Engines.of(spark, data, ready.setup(), config, slots, listener)) {
        TrainState state = TrainState.starting(data.net().init(run.seed()), run);
        List<Step> steps = timed(engine, state, perEpoch * run.epochs(), nanos);
        return RunPlan.of(
            machines,
            run,
            data,
            ready.loaded().sparse(ready.scaler()),
            ready.memory(),
            engine instanceof AllReduceEngine,
            slots,
            perEpoch,
            steps,
            PassProbe.measure(spark, data.train(), ready.setup(), run.batch(), run.seed(), slots),
            new NetworkProbe(spark, data.train(), slots, run.timeoutNanos()).measure(),
            new JobProbe(spark, slots, data.net().parameters()).measure());
      }
    }
  }

  /** Stops the engine after some seconds, but not before three training steps are done. */
  private static final class Timing implements Engine.Watch {
    private final long start = System.nanoTime();
    private final long nanos;
    private final List<Step> taken = new ArrayList<>();

    Timing(long nanos) {
      this.nanos = nanos;
    }

    @Override
    public void step(Step step) {
      taken.add(step);
    }

    @Override
    public boolean stop() {
      return taken.size() >= 3 && System.nanoTime() - start >= nanos;
    }

    /**
     * The last quarter of the steps, sorted by ascending duration. Earlier steps are left out,
     * since the JVM was still warming up.
     */
    private List<Step> later() {
      List<Step> later = new ArrayList<>(taken.subList(taken.size() * 3 / 4, taken.size()));
      later.sort(Comparator.comparingDouble(Step::seconds));
      return later;
    }
  }

  private static List<Step> timed(Engine engine, TrainState state, long steps, long nanos) {
    Timing timing = new Timing(nanos);
    while (state.step < steps && state.end == null && !timing.stop()) {
      engine.advance(state, steps, timing);
    }
    if (timing.taken.isEmpty()) {
      throw new DataException("no step could be timed: " + state.end);
    }
    return timing.later();
  }
}
