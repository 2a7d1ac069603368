package io.dendrite.allreduce;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Shares;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.StepLog;
import io.dendrite.engine.TrainState;
import io.dendrite.engine.TreeEngine;
import io.dendrite.input.Notices;
import io.dendrite.optim.Optimizer;
import io.dendrite.reduce.Division;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.JobFailure;
import io.dendrite.task.TaskSetup;
import java.util.List;
import java.util.function.IntSupplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The engine that runs many steps in one Spark job. The job's barrier tasks, one for each task
 * slot, together hold the state of the run, and each task updates its slice of the parameter
 * vector. Gradients are summed in the fixed order of the canonical tree, so the result is the same
 * as with {@link TreeEngine}, bit for bit.
 */
public final class AllReduceEngine implements Engine {
  /**
   * Approximate time after which a job ends, in seconds; a failure loses at most the steps done in
   * this time.
   */
  private static final double JOB_SECONDS = 20;

  private static final int MOST_STEPS = 1 << 14;
  private static final int FIRST_STEPS = 16;

  /**
   * Number of consecutive all-reduce jobs that may fail; then the tree engine takes over, with one
   * Spark job per step.
   */
  private static final int MOST_FAILURES = 3;

  private final JavaSparkContext spark;
  private final ShardedRows data;
  private final Broadcast<TaskSetup> setup;
  private final Broadcast<ShardedRows.Manifest> manifest;
  private final TrainConfig.Run run;
  private final Optimizer optimizer;
  private final Shares shares;
  private final TreeEngine reference;
  private final IntSupplier slots;

  /**
   * The copy of the run's state that tasks change in local mode, so that a failed job leaves the
   * run's state unchanged; null on a cluster.
   */
  private TrainState copy;

  private final Notices listener;
  private int stepsAJob = FIRST_STEPS;
  private int failures;

  /** Factor by which the learning rate of the schedule is multiplied. */
  private double rateFactor = 1;

  private boolean refusalsReported;

  /**
   * Number of the last step that was reported, so that the steps of a repeated job are not reported
   * twice.
   */
  private long reported;

  /**
   * @param reference the tree engine, which finds out where a number that is not finite first
   *     appears, and which takes over when all-reduce jobs fail
   * @param slots supplier of the number of tasks that can run at once; called before each job
   */
  public AllReduceEngine(
      JavaSparkContext spark,
      TrainingData data,
      Broadcast<TaskSetup> setup,
      TrainConfig.Run run,
      TreeEngine reference,
      IntSupplier slots,
      Notices listener) {
    this.spark = spark;
    this.data = data.train();
    this.setup = setup;
    this.run = run;
    this.reference = reference;
    this.listener = listener;
    shares = new Shares(this.data.shardRows(), run.batch());
    optimizer = TreeEngine.optimizer(run, data.net(), shares.stepsPerEpoch());
    manifest = spark.broadcast(this.data.manifest());
    this.slots = slots;
    copy = spark.sc().isLocal() ? empty() : null;
  }

  private TrainState empty() {
    return TrainState.starting(
        new float[optimizer.blocks().from()[optimizer.blocks().count()]], run);
  }

  @Override
  public String name() {
    return "all-reduce engine";
  }

  @Override
  public void advance(TrainState state, long until, Watch watch) {
    if (failures == MOST_FAILURES) {
      // A failed job is repeated at least until it has done the steps that were already reported.
      do {
        reference.advance(state, until, untold(watch));
      } while (state.step < reported);
      return;
    }
    reported = Math.max(reported, state.step);
    rateFactor = state.rateFactor;
    try {
      runJob(state, until, watch);
      failures = 0;
    } catch (JobFailure failure) {
      if (watch.isUrgent()) {
        throw failure;
      }
      failures++;
      listener.notice(
          "the job of the steps after "
              + state.step
              + " failed: "
              + failure.getMessage()
              + (failures < MOST_FAILURES
                  ? "; doing them again"
                  : "; going on with the tree engine"));
      data.restore(slots.getAsInt());
      advance(state, until, watch);
    }
  }

  private void runJob(TrainState state, long until, Watch watch) {
    long start = System.nanoTime();
    long from = state.step;
    int tasks = Math.min(slots.getAsInt(), data.layout().shards());
    StepLog log;
    try (AllReduceJob job = job(state, tasks, Math.min(until, from + stepsAJob))) {
      try {
        job.await(
            start(from, tasks, job),
            () -> {
              report(job.log(), from, watch);
              // A repeated job is not stopped before it has done all steps that were already
              // reported.
              job.askToStop(from + job.log().steps() >= reported && watch.stop());
            },
            state);
      } finally {
        reportRefusals(job.refusals());
      }
      log = job.log();
    } catch (RuntimeException | Error e) {
      if (copy != null) {
        // The failed job's tasks may still be changing the old copy of the run's state, so a new
        // copy is made.
        copy = empty();
      }
      throw e;
    }
    report(log, from, watch);
    double seconds = (System.nanoTime() - start) / 1e9;
    int steps = log.steps();
    stepsAJob = (int) Math.max(1, Math.min(MOST_STEPS, steps * JOB_SECONDS / seconds));
    if (log.nonFinite()) {
      reference.advance(state, state.step + 1, watch);
    }
  }

  /**
   * Reports refused connections and messages only once, since a stranger who can reach a port may
   * connect to it many times.
   */
  private void reportRefusals(List<String> refusals) {
    if (!refusalsReported && !refusals.isEmpty()) {
      refusalsReported = true;
      listener.notice(
          String.join("; ", refusals)
              + "; set spark.authenticate where others can reach these ports");
    }
  }

  private AllReduceJob job(TrainState state, int tasks, long end) {
    int[] elements = optimizer.blocks().from();
    int blocks = optimizer.blocks().count();
    if (copy == null) {
      return new ClusterJob(spark, data, tasks, blocks, state, end, run.timeoutNanos());
    }
    copy.set(state);
    Division division = Division.of(data.layout().shards(), blocks, tasks);
    return new LocalJob(spark, division, elements, copy, end, run.timeoutNanos());
  }

  private JavaFutureAction<List<AllReduceWork.Outcome>> start(
      long from, int tasks, AllReduceJob job) {
    AllReduceWork work =
        new AllReduceWork(
            job.rendezvous(),
            setup,
            manifest,
            optimizer,
            run.schedule(),
            rateFactor,
            run.epochs(),
            run.batch(),
            run.seed(),
            data.weighted(),
            from);
    return data.barrierJob(tasks, AllReduceWork.Outcome.class, work).collectAsync();
  }

  /**
   * Wraps a watch (a listener to training steps) so that it is informed of each step only once,
   * even if a job is repeated.
   */
  private Watch untold(Watch watch) {
    return new Watch() {
      @Override
      public void step(Step step) {
        if (step.number() > reported) {
          reported = step.number();
          watch.step(step);
        }
      }

      @Override
      public boolean stop() {
        return watch.stop();
      }
    };
  }

  private void report(StepLog log, long from, Watch watch) {
    for (long end = from + log.steps(); reported < end; reported++) {
      watch.step(step(log, (int) (reported - from), reported));
    }
  }

  private Step step(StepLog log, int i, long before) {
    long perEpoch = shares.stepsPerEpoch();
    long inEpoch = before % perEpoch;
    long firstRow = inEpoch * run.batch();
    return new Step(
        before + 1,
        before / perEpoch,
        log.loss(i),
        run.schedule().rate(before, perEpoch, run.epochs()) * rateFactor,
        log.norm(i),
        log.seconds(i),
        Math.min(run.batch(), shares.total() - firstRow),
        inEpoch + 1 == perEpoch,
        log.times(i));
  }

  @Override
  public void close() {
    manifest.destroy();
    reference.close();
  }
}
