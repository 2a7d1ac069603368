package io.dendrite.train;

import io.dendrite.math.Vectors;
import java.util.Arrays;

/**
 * One task's part of the canonical tree ({@link CanonicalTree}): the gradients of a range of
 * shards, summed to the largest subtrees that lie within the range, from left to right. The vectors
 * serve step after step.
 */
final class PartialSums {
  private final TaskSetup setup;
  private final SubtreeStack stack = new SubtreeStack();

  /** The subtrees so far. */
  final SubtreeSums sums = new SubtreeSums(0, SubtreeStack.MOST);

  /**
   * @param setup lends the vectors
   */
  PartialSums(TaskSetup setup) {
    this.setup = setup;
  }

  /** Forgets the step before. */
  void begin() {
    stack.clear();
  }

  /** A vector of zeros for the gradient of the next shard. */
  float[] zeros() {
    int next = stack.count();
    if (sums.vectors[next] == null) {
      sums.vectors[next] = setup.borrowGradient();
    } else {
      Arrays.fill(sums.vectors[next], 0f);
    }
    return sums.vectors[next];
  }

  /** Adds the next shard, whose gradient lies in {@link #zeros()} if it has rows. */
  void add(int shard, double shardLoss, double shardWeight, int shardRows) {
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
  void giveBack() {
    for (int i = 0; i < sums.vectors.length; i++) {
      if (sums.vectors[i] != null) {
        setup.giveBackGradient(sums.vectors[i]);
        sums.vectors[i] = null;
      }
    }
  }
}
