package io.dendrite.allreduce;

import io.dendrite.engine.JobStart;
import io.dendrite.engine.StepLog;
import io.dendrite.engine.TrainState;
import io.dendrite.reduce.Division;
import io.dendrite.wire.Peer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaSparkContext;

/** An all-reduce job in local mode: the tasks change a copy of the driver's state. */
final class LocalJob implements AllReduceJob {
  private static final AtomicLong JOBS = new AtomicLong();

  private final long job = JOBS.incrementAndGet();
  private final Replica replica;
  private final TrainState copy;
  private final JobStart beginning;

  /**
   * @param elements for each block of parameters, the index of its first parameter; the last entry
   *     is the number of parameters
   * @param copy copy of the run's state, which the job's tasks change
   */
  LocalJob(
      JavaSparkContext spark,
      Division division,
      int[] elements,
      TrainState copy,
      long until,
      long timeoutNanos) {
    this.copy = copy;
    beginning = new JobStart(spark, division.count(), timeoutNanos);
    replica =
        new Replica(
            division,
            0,
            new String[1],
            elements,
            copy.parameters,
            copy.slots,
            copy.step,
            until,
            timeoutNanos);
    Replicas.HERE.share(job, () -> replica);
  }

  private record InMemory(long job) implements Rendezvous {
    @Override
    public AllReduceWork.Outcome run(int task, int[] elements, Consumer<Rank> steps) {
      Replica replica =
          Replicas.HERE.share(
              job,
              () -> {
                throw new IllegalStateException("the job is over");
              });
      replica.begun.incrementAndGet();
      try {
        Peers none = new Peers(job, task, replica, elements, new Peer[1]);
        steps.accept(new Rank(replica, task, none, done -> {}));
        return new AllReduceWork.Outcome(null, null);
      } catch (Throwable e) {
        // The exception is returned as a part of the task's result: if it were thrown, Spark would
        // keep only its text.
        replica.barrier.fail(e);
        return new AllReduceWork.Outcome(e, null);
      } finally {
        Replicas.HERE.leave(job);
      }
    }
  }

  @Override
  public Rendezvous rendezvous() {
    return new InMemory(job);
  }

  @Override
  public StepLog log() {
    return replica.log;
  }

  @Override
  public void askToStop(boolean stop) {
    replica.stopAsked = stop;
  }

  @Override
  public Throwable failure() {
    // The barrier records why the job failed, even if a task hangs and returns no result.
    Throwable failure = replica.barrier.failure();
    int begun = replica.begun.get();
    return failure == null && begun < replica.sums.length ? beginning.failure(begun) : failure;
  }

  @Override
  public void giveUp() {
    replica.barrier.fail(new IllegalStateException("the job was given up"));
  }

  @Override
  public void finish(List<AllReduceWork.Outcome> tasks, TrainState state) {
    copy.step = state.step + replica.log.steps();
    state.set(copy);
  }

  @Override
  public void close() {
    Replicas.HERE.leave(job);
  }
}
