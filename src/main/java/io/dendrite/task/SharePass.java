package io.dendrite.task;

import io.dendrite.math.RandomStream;
import io.dendrite.math.Rng;
import io.dendrite.net.NonFiniteSearch;
import io.dendrite.net.Workspace;
import io.dendrite.reduce.TaskTimes;
import java.util.Optional;

/**
 * Backpropagation over a shard's share of a mini-batch, in chunks of a fixed number of rows. The
 * tasks of all engines use this class. A share is the rows of one shard in one mini-batch; all
 * shares are processed one after the other with the same workspace. Not thread-safe.
 */
public final class SharePass implements AutoCloseable {
  private final TaskSetup setup;
  private final long seed;
  private final boolean weighted;
  private Workspace workspace;

  /**
   * Loss of the last share: the sum of the losses of the share's rows, each times the row's weight.
   */
  public double loss;

  /** Sum of the weights of the last share's rows. */
  public double weight;

  /** Nanoseconds spent on gathering and scaling rows since the last {@link #resetTimes}. */
  public long loadNanos;

  /** Nanoseconds spent on forward passes since the last {@link #resetTimes}. */
  public long forwardNanos;

  /** Nanoseconds spent on losses and backward passes since the last {@link #resetTimes}. */
  public long backwardNanos;

  /**
   * @param weighted whether rows carry weights
   */
  public SharePass(TaskSetup setup, long seed, boolean weighted) {
    this.setup = setup;
    this.seed = seed;
    this.weighted = weighted || setup.weighsClasses();
  }

  /** The times of a task whose only work was this pass. */
  TaskTimes times(long total) {
    return new TaskTimes(loadNanos, forwardNanos, backwardNanos, total);
  }

  public void resetTimes() {
    loadNanos = 0;
    forwardNanos = 0;
    backwardNanos = 0;
  }

  /**
   * Adds to {@code g} the gradient of a shard's rows at positions {@code from} (inclusive) to
   * {@code to} (exclusive) of an epoch's order.
   *
   * @param step number of steps of the run before this step; step and seed determine the random
   *     stream
   */
  public void gradient(
      ShardReader shard, long epoch, long step, int from, int to, float[] w, float[] g) {
    long start = System.nanoTime();
    loss = 0;
    weight = 0;
    shard.open(epoch, from, to);
    loadNanos += System.nanoTime() - start;
    long key = key(shard, step);
    for (int at = from; at < to; at += setup.chunk) {
      int rows = load(shard, at, to);
      loss += workspace.gradient(w, g, rows, at - from, weighted, key);
      for (int row = 0; row < rows; row++) {
        weight += workspace.weights[row];
      }
      forwardNanos += workspace.forwardNanos();
      backwardNanos += workspace.backwardNanos();
    }
  }

  /**
   * Repeats the forward and backward passes over a shard's share of a mini-batch, and describes
   * where the first number that is not finite appears.
   */
  Optional<String> firstNonFinite(
      ShardReader shard, long epoch, long step, int from, int to, float[] w) {
    shard.open(epoch, from, to);
    Optional<String> found = Optional.empty();
    for (int at = from; at < to && found.isEmpty(); at += setup.chunk) {
      int rows = load(shard, at, to);
      found = NonFiniteSearch.first(workspace, w, rows, at - from, weighted, key(shard, step));
    }
    return found;
  }

  private long key(ShardReader shard, long step) {
    return Rng.key(stepKey(seed, step), shard.shard());
  }

  /** Key of a step's random stream, from which each shard derives the key of its own stream. */
  public static long stepKey(long seed, long step) {
    return Rng.key(RandomStream.STEP.key(seed), step);
  }

  private int load(ShardReader shard, int at, int to) {
    long start = System.nanoTime();
    int rows = Math.min(setup.chunk, to - at);
    if (workspace == null || workspace.maxRows() < rows) {
      workspace = setup.borrow(true, rows);
    }
    shard.load(at, rows, setup, workspace);
    loadNanos += System.nanoTime() - start;
    return rows;
  }

  @Override
  public void close() {
    if (workspace != null) {
      setup.giveBack(true, workspace);
    }
  }
}
