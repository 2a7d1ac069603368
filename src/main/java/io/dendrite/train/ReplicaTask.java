package io.dendrite.train;

import io.dendrite.data.Shares;
import java.util.function.BooleanSupplier;
import org.apache.spark.TaskContext;

/**
 * One task of a job of many steps: computes the gradient of its shards, then sums, and updates, its
 * slice of the parameters. Between the phases all tasks meet. Once warm, a step allocates nothing.
 */
final class ReplicaTask implements AutoCloseable {
  private final AllReduceWork work;
  private final Replica replica;
  private final int task;
  private final ShardReader[] shards;
  private final SharePass pass;
  private final PartialSums sums;
  private final TreeSum tree;
  private final Shares shares;
  private final long stepsPerEpoch;
  private final BooleanSupplier cancelled;
  private final int firstBlock;
  private final int endBlock;
  private final int[] begin;
  private final int[] end;
  private long startNanos;

  ReplicaTask(AllReduceWork work, Replica replica, int task, ShardJob.Blocks blocks) {
    this.work = work;
    this.replica = replica;
    this.task = task;
    int[] ranges = work.ranges();
    shards = new ShardReader[ranges[task + 1] - ranges[task]];
    for (int i = 0; i < shards.length; i++) {
      shards[i] = new ShardReader(ranges[task] + i, work.seed(), work.census().value(), blocks);
    }
    pass = new SharePass(work.setup().value(), work.seed(), work.weighted());
    sums = new PartialSums(work.setup().value());
    tree = new TreeSum(ranges);
    shares = work.shares();
    stepsPerEpoch = shares.stepsPerEpoch();
    begin = new int[ranges[ranges.length - 1]];
    end = new int[begin.length];
    TaskContext context = TaskContext.get();
    cancelled = context == null ? () -> false : context::isInterrupted;
    int tasks = ranges.length - 1;
    long count = replica.squares.length;
    firstBlock = (int) (count * task / tasks);
    endBlock = (int) (count * (task + 1) / tasks);
    replica.sums[task] = sums;
    replica.passes[task] = pass;
  }

  /** Does the steps of the job. */
  void run() {
    startNanos = System.nanoTime();
    boolean finite = true;
    for (long step = work.from(); step < replica.until && finite; step++) {
      gradient(step);
      meet();
      sum(step);
      meet();
      finite = update(step);
      meet();
    }
    sums.giveBack();
  }

  private void meet() {
    replica.meeting.await(cancelled);
  }

  /** The gradient of the task's shards, as far as the tree joins them. */
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
        sums.add(shard.shard(), 0, 0, 0);
      } else {
        pass.gradient(shard, epoch, step, from, to, replica.parameters, sums.zeros());
        sums.add(shard.shard(), pass.loss, pass.weight, to - from);
      }
    }
  }

  /** The mean gradient, with weight decay, in the task's slice. */
  private void sum(long step) {
    long start = System.nanoTime();
    tree.begin(replica.sums);
    if (tree.weight() > 0) {
      for (int block = firstBlock; block < endBlock; block++) {
        int[] from = work.optimizer().blocks().from();
        tree.sum(from[block], from[block + 1]);
        replica.squares[block] =
            work.optimizer().finish(block, replica.parameters, tree.gradient(), tree.weight());
      }
    }
    if (task == 0 && replica.stopAsked) {
      replica.until = step + 1;
    }
    replica.sumNanos[task] = System.nanoTime() - start;
  }

  /** The new parameters of the task's slice; false, and no change, if the step is not finite. */
  private boolean update(long step) {
    long start = System.nanoTime();
    double norm = tree.weight() > 0 ? work.optimizer().norm(replica.squares) : 0;
    if (!Double.isFinite(tree.loss()) || !Double.isFinite(norm)) {
      if (task == 0) {
        replica.log.endNonFinite();
      }
      return false;
    }
    if (tree.weight() > 0) {
      double rate = work.schedule().rate(step, stepsPerEpoch, work.epochs());
      for (int block = firstBlock; block < endBlock; block++) {
        work.optimizer()
            .update(block, replica.parameters, tree.gradient(), replica.slots, norm, rate);
      }
    }
    if (task == 0) {
      log(norm, start);
    }
    return true;
  }

  private void log(double norm, long updateStart) {
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
        tree.weight() > 0 ? tree.loss() / tree.weight() : 0,
        norm,
        now - startNanos,
        load,
        forward,
        backward,
        aggregate,
        now - updateStart);
    startNanos = now;
  }

  @Override
  public void close() {
    pass.close();
  }
}
