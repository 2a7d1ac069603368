package io.dendrite.train;

import io.dendrite.data.Shares;
import io.dendrite.optim.Optimizer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * One Spark job for many steps: barrier tasks, one a slot, that keep the state of the run among
 * themselves, each updating its slice of the parameters. Sums in the canonical tree, so the bits
 * are those of {@link TreeEngine}.
 */
final class AllReduceEngine implements Engine {
  /** A job ends after about so long, so that not more than that is lost with it. */
  private static final double JOB_SECONDS = 20;

  private static final int MOST_STEPS = 1 << 14;
  private static final int FIRST_STEPS = 16;
  private static final long LOOK_MILLIS = 50;

  /** So many jobs may fail in a row before each step gets a job of its own. */
  private static final int MOST_FAILURES = 3;

  private final ShardedRows data;
  private final Broadcast<TaskSetup> setup;
  private final Broadcast<ShardedRows.Census> census;
  private final TrainConfig.Run run;
  private final Optimizer optimizer;
  private final Shares shares;
  private final TreeEngine reference;
  private final int[] ranges;

  /** What tasks change, so that a job that fails leaves the run's state as it was. */
  private TrainState copy;

  private final RunListener listener;
  private int stepsAJob = FIRST_STEPS;
  private int failures;

  /** Number of the last step that was told: a job that is done again tells nothing twice. */
  private long told;

  /**
   * @param reference says where a number that is not finite comes from, and goes on where jobs of
   *     many steps fail
   * @param tasks at most as many as can run at once
   */
  AllReduceEngine(
      JavaSparkContext spark,
      TrainingData data,
      Broadcast<TaskSetup> setup,
      TrainConfig.Run run,
      TreeEngine reference,
      int tasks,
      RunListener listener) {
    this.data = data.train();
    this.setup = setup;
    this.run = run;
    this.reference = reference;
    this.listener = listener;
    optimizer = TreeEngine.optimizer(run, data.net());
    shares = new Shares(this.data.shardRows(), run.batch());
    census = spark.broadcast(this.data.census());
    ranges = ranges(this.data.layout().shards(), tasks);
    copy = TrainState.starting(new float[data.net().parameters()], run);
  }

  /** As many shards for each of the tasks, to within one: first shards, then their number. */
  static int[] ranges(int shards, int tasks) {
    int count = Math.min(shards, tasks);
    int[] ranges = new int[count + 1];
    for (int i = 0; i <= count; i++) {
      ranges[i] = (int) ((long) shards * i / count);
    }
    return ranges;
  }

  @Override
  public void advance(TrainState state, long until, Watch watch) {
    if (failures == MOST_FAILURES) {
      reference.advance(state, until, watch);
      return;
    }
    told = Math.max(told, state.step);
    try {
      runJob(state, until, watch);
      failures = 0;
    } catch (JobFailure failure) {
      failures++;
      listener.notice(
          "the job of the steps after "
              + state.step
              + " failed: "
              + failure.getMessage()
              + (failures < MOST_FAILURES
                  ? "; doing them again"
                  : "; going on with the tree engine"));
      advance(state, until, watch);
    }
  }

  private void runJob(TrainState state, long until, Watch watch) {
    long start = System.nanoTime();
    long from = state.step;
    long end = Math.min(until, from + stepsAJob);
    copy.set(state);
    Replica replica =
        new Replica(
            copy.parameters,
            copy.slots,
            ranges.length - 1,
            optimizer.blocks().count(),
            from,
            end,
            run.timeoutNanos());
    follow(start(from, replica), replica, from, watch);
    int steps = replica.log.steps();
    copy.step = from + steps;
    state.set(copy);
    tell(replica.log, from, watch);
    double seconds = (System.nanoTime() - start) / 1e9;
    stepsAJob = (int) Math.max(1, Math.min(MOST_STEPS, steps * JOB_SECONDS / seconds));
    if (replica.log.nonFinite()) {
      reference.advance(state, state.step + 1, watch);
    }
  }

  private Job start(long from, Replica replica) {
    String key = UUID.randomUUID().toString();
    AllReduceWork work =
        new AllReduceWork(
            key,
            setup,
            census,
            optimizer,
            run.schedule(),
            run.epochs(),
            run.batch(),
            run.seed(),
            data.weighted(),
            ranges,
            from);
    Replicas.put(key, replica);
    return new Job(key, data.barrierJob(ranges, AllReduceWork.Outcome.class, work).collectAsync());
  }

  private record Job(String key, JavaFutureAction<List<AllReduceWork.Outcome>> future) {}

  /** Waits for a job and tells of its steps meanwhile; leaves none behind that still runs. */
  private void follow(Job job, Replica replica, long from, Watch watch) {
    boolean ended = false;
    try {
      while (true) {
        try {
          List<AllReduceWork.Outcome> tasks = job.future().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
          ended = true;
          for (AllReduceWork.Outcome task : tasks) {
            if (task.failure() != null) {
              throw JobFailure.of(task.failure());
            }
          }
          return;
        } catch (TimeoutException e) {
          tell(replica.log, from, watch);
          replica.stopAsked = watch.stop();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while a job ran", e);
    } catch (ExecutionException e) {
      throw JobFailure.of(e.getCause());
    } finally {
      if (!ended) {
        replica.meeting.fail(new IllegalStateException("the job was given up"));
        job.future().cancel(true);
        // Its tasks may not have noticed yet.
        copy = TrainState.starting(new float[copy.parameters.length], run);
      }
      Replicas.remove(job.key());
    }
  }

  private void tell(StepLog log, long from, Watch watch) {
    for (long end = from + log.steps(); told < end; told++) {
      watch.step(step(log, (int) (told - from), told));
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
        run.schedule().rate(before, perEpoch, run.epochs()),
        log.norm(i),
        log.seconds(i),
        Math.min(run.batch(), shares.total() - firstRow),
        inEpoch + 1 == perEpoch,
        log.times(i));
  }

  @Override
  public void close() {
    census.destroy();
    reference.close();
  }
}
