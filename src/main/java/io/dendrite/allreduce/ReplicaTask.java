package io.dendrite.allreduce;

import io.dendrite.data.Shares;
import io.dendrite.optim.Update;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.Division;
import io.dendrite.reduce.GradientSlice;
import io.dendrite.reduce.PartialSums;
import io.dendrite.reduce.SliceSum;
import io.dendrite.reduce.SubtreeSums;
import io.dendrite.shards.ShardJob;
import io.dendrite.task.ShardReader;
import io.dendrite.task.SharePass;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskContext;

/**
 * One task of an all-reduce job. In each step, the task computes the gradient over its shards, sums
 * its slice of the gradients of all tasks, and updates this slice of the parameters. Between these
 * phases all tasks wait for one another. After the first steps have allocated all buffers, a step
 * allocates only what Spark's network library needs to send messages.
 */
final class ReplicaTask implements AutoCloseable {
  private final AllReduceWork work;
  private final Replica replica;
  private final Rank rank;

  /** Index of this task among the tasks of its JVM. */
  private final int place;

  private final ShardReader[] shards;
  private final SharePass pass;
  private final PartialSums sums;
  private final SliceSum joining;
  private final SliceSum root;

  /** For each executor, the gradient sums over the executor's shards. */
  private final SubtreeSums[] parts;

  private final Shares shares;
  private final long stepsPerEpoch;
  private final BooleanSupplier cancelled;
  private final Update room = new Update();

  /**
   * For each block of parameters, the index of its first parameter; the last entry is the number of
   * parameters.
   */
  private final int[] elements;

  private final int firstBlock;
  private final int endBlock;
  private final int firstJoined;
  private final int endJoined;

  /** Number of tasks of the job that run on other executors. */
  private final int others;

  private final int[] begin;
  private final int[] end;
  private float[] gradient;
  private long startNanos;

  ReplicaTask(AllReduceWork work, Rank rank, ShardJob.Blocks blocks) {
    this.work = work;
    this.rank = rank;
    replica = rank.replica();
    Division division = replica.division;
    int task = rank.task();
    place = task - division.tasks()[replica.executor];
    others = division.count() - replica.sums.length;
    int first = division.shards()[task];
    shards = new ShardReader[division.shards()[task + 1] - first];
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new ShardReader(first + i, work.seed(), work.manifest().value(), blocks);
    }
    pass = new SharePass(work.setup().value(), work.seed(), work.weighted());
    sums = new PartialSums(first, division.shards()[task + 1], work.setup().value());
    joining = new SliceSum(CanonicalTree.within(division.shardsOfTasks(replica.executor)));
    root = new SliceSum(CanonicalTree.over(division.shardsOfExecutors()));
    parts = replica.received.clone();
    parts[replica.executor] = joining.sums;
    shares = work.shares();
    stepsPerEpoch = shares.stepsPerEpoch();
    begin = new int[work.manifest().value().rows().length];
    end = new int[begin.length];
    TaskContext context = TaskContext.get();
    cancelled = context == null ? () -> false : context::isInterrupted;
    elements = work.optimizer().blocks().from();
    firstBlock = division.firstBlock(task);
    endBlock = division.firstBlock(task + 1);
    firstJoined = division.firstJoined(replica.executor, place);
    endJoined = division.firstJoined(replica.executor, place + 1);
    replica.sums[place] = sums.sums;
    replica.passes[place] = pass;
  }

  /** Does all steps of the job. */
  void run() {
    startNanos = System.nanoTime();
    boolean finite = true;
    for (long done = 1; work.from() + done <= replica.until && finite; done++) {
      long step = work.from() + done - 1;
      gradient(step);
      meet();
      join();
      await(Message.GRADIENT, done);
      sum(step);
      await(Message.SQUARES, done);
      finite = update(step);
      if (finite) {
        await(Message.PARAMETERS, done);
      }
    }
    sums.giveBack();
  }

  private void meet() {
    replica.barrier.await(cancelled);
  }

  /**
   * Waits for the messages of one kind from other executors, then for the other tasks of this JVM.
   */
  private void await(int kind, long step) {
    replica.barrier.await(replica.arrived[kind], step * others, cancelled);
    meet();
  }

  /**
   * Computes the gradients of the task's shards, and adds them as far as one task can without
   * breaking the fixed order of summation (the canonical tree).
   */
  private void gradient(long step) {
    long epoch = step / stepsPerEpoch;
    shares.before(step % stepsPerEpoch, begin);
    shares.before(step % stepsPerEpoch + 1, end);
    pass.resetTimes();
    sums.begin();
    for (ShardReader shard : shards) {
      int from = begin[shard.shard()];
      int to = end[shard.shard()];
      if (from == to) {
        sums.add(0, 0, 0);
      } else {
        pass.gradient(shard, epoch, step, from, to, replica.parameters, sums.zeros());
        sums.add(pass.loss, pass.weight, to - from);
      }
    }
  }

  /**
   * Adds the gradient sums of the executor's tasks, and sends each other executor the elements that
   * it needs to update its slice of the parameters.
   */
  private void join() {
    long start = System.nanoTime();
    joining.begin(replica.sums);
    if (others > 0) {
      for (int block = firstJoined; block < endJoined; block++) {
        joining.sum(elements[block], elements[block + 1]);
      }
    }
    replica.sumNanos[place] = System.nanoTime() - start;
    rank.peers().sendGradient(joining.sums, elements[firstJoined], elements[endJoined]);
  }

  /** Computes the task's slice of the mean gradient, with weight decay. */
  private void sum(long step) {
    long start = System.nanoTime();
    root.begin(parts);
    if (root.weight() > 0) {
      gradient = root.gradient().at() > 0 ? replica.gradient : root.gradient().values();
      for (int block = firstBlock; block < endBlock; block++) {
        sumBlock(block, elements[block], elements[block + 1]);
      }
    }
    if (rank.task() == 0 && replica.stopAsked) {
      replica.until = step + 1;
    }
    replica.sumNanos[place] += System.nanoTime() - start;
    rank.peers().sendSquares();
  }

  private void sumBlock(int block, int from, int to) {
    if (others == 0) {
      // In a single JVM, the gradient sums of the executor's tasks are needed only for this task's
      // own slice of the parameters.
      joining.sum(from, to);
    }
    root.sum(from, to);
    GradientSlice sum = root.gradient();
    if (gradient != sum.values()) {
      System.arraycopy(sum.values(), from - sum.at(), gradient, from, to - from);
    }
    work.optimizer()
        .finish(block, replica.parameters, gradient, root.weight(), root.rows(), replica.squares);
  }

  /**
   * Computes the new parameters of the task's slice. Returns false and changes nothing if the loss
   * or the gradient norm is not finite.
   */
  private boolean update(long step) {
    long start = System.nanoTime();
    double norm = root.weight() > 0 ? work.optimizer().norm(replica.squares) : 0;
    if (!Double.isFinite(root.loss()) || !Double.isFinite(norm)) {
      if (rank.task() == 0) {
        replica.log.endNonFinite();
      }
      return false;
    }
    if (root.weight() > 0) {
      double rate = work.schedule().rate(step, stepsPerEpoch, work.epochs()) * work.rateFactor();
      for (int block = firstBlock; block < endBlock; block++) {
        work.optimizer()
            .update(
                block,
                replica.parameters,
                gradient,
                replica.slots,
                replica.squares,
                norm,
                rate,
                step,
                room);
      }
    }
    long updateNanos = System.nanoTime() - start;
    rank.peers().sendParameters();
    if (rank.task() == 0) {
      log(norm, updateNanos);
    }
    return true;
  }

  private void log(double norm, long updateNanos) {
    double load = 0;
    double forward = 0;
    double backward = 0;
    double aggregate = 0;
    double each = 1.0 / replica.passes.length;
    for (int i = 0; i < replica.passes.length; i++) {
      load += each * replica.passes[i].loadNanos;
      forward += each * replica.passes[i].forwardNanos;
      backward += each * replica.passes[i].backwardNanos;
      aggregate += each * replica.sumNanos[i];
    }
    long now = System.nanoTime();
    replica.log.add(
        root.weight() > 0 ? root.loss() / root.weight() : 0,
        norm,
        now - startNanos,
        load,
        forward,
        backward,
        aggregate,
        updateNanos);
    startNanos = now;
    rank.reports().step(replica);
  }

  @Override
  public void close() {
    pass.close();
  }
}
