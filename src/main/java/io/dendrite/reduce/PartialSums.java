package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.util.Arrays;

/**
 * One task's part of the canonical tree ({@link CanonicalTree}): the gradients of a range of
 * shards, summed to the largest subtrees that lie within the range, from left to right. The vectors
 * serve step after step.
 */
public final class PartialSums {
  private final GradientPool pool;
  private final SubtreeStack stack = new SubtreeStack();

  /** The subtrees so far. */
  public final SubtreeSums sums = new SubtreeSums(0, SubtreeStack.MOST);

  /**
   * @param pool lends the vectors
   */
  public PartialSums(GradientPool pool) {
    this.pool = pool;
  }

  /** Forgets the step before. */
  public void begin() {
    stack.clear();
  }

  /** A vector of zeros for the gradient of the next shard. */
  public float[] zeros() {
    int next = stack.count();
    if (sums.vectors[next] == null) {
      sums.vectors[next] = pool.borrowGradient();
    } else {
      Arrays.fill(sums.vectors[next], 0f);
    }
    return sums.vectors[next];
  }

  /** Adds the next shard, whose gradient lies in {@link #zeros()} if it has rows. */
  public void add(int shard, double shardLoss, double shardWeight, int shardRows) {
    int next = stack.count();
    sums.loss[next] = shardLoss;
    sums.weight[next] = shardWeight;
    sums.rows[next] = shardRows;
    stack.push(shard, 1);
    while (stack.join()) {
      join(stack.count() - 1, stack.count());
    }
  }

  private void join(int left, int right) {
    float[][] vectors = sums.vectors;
    if (sums.rows[left] > 0 && sums.rows[right] > 0) {
      Vectors.add(vectors[right], 0, vectors[left], 0, vectors[left].length);
    } else if (sums.rows[right] > 0) {
      float[] free = vectors[left];
      vectors[left] = vectors[right];
      vectors[right] = free;
    }
    sums.loss[left] += sums.loss[right];
    sums.weight[left] += sums.weight[right];
    sums.rows[left] += sums.rows[right];
  }

  /** Gives the vectors back, when nobody reads them any more. */
  public void giveBack() {
    for (int i = 0; i < sums.vectors.length; i++) {
      if (sums.vectors[i] != null) {
        pool.giveBackGradient(sums.vectors[i]);
        sums.vectors[i] = null;
      }
    }
  }
}
