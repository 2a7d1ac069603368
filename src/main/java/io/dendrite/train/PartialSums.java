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

  /** The gradient of each subtree; means nothing where there are no rows. */
  final float[][] vectors = new float[SubtreeStack.MOST][];

  /** The summed loss of each subtree. */
  final double[] loss = new double[SubtreeStack.MOST];

  /** The summed weight of each subtree's rows. */
  final double[] weight = new double[SubtreeStack.MOST];

  /** The rows of each subtree. */
  final int[] rows = new int[SubtreeStack.MOST];

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
    if (vectors[next] == null) {
      vectors[next] = setup.borrowGradient();
    } else {
      Arrays.fill(vectors[next], 0f);
    }
    return vectors[next];
  }

  /** Adds the next shard, whose gradient lies in {@link #zeros()} if it has rows. */
  void add(int shard, double shardLoss, double shardWeight, int shardRows) {
    int next = stack.count();
    loss[next] = shardLoss;
    weight[next] = shardWeight;
    rows[next] = shardRows;
    stack.push(shard, 1);
    while (stack.join()) {
      join(stack.count() - 1, stack.count());
    }
  }

  private void join(int left, int right) {
    if (rows[left] > 0 && rows[right] > 0) {
      Vectors.add(vectors[right], 0, vectors[left], 0, vectors[left].length);
    } else if (rows[right] > 0) {
      float[] free = vectors[left];
      vectors[left] = vectors[right];
      vectors[right] = free;
    }
    loss[left] += loss[right];
    weight[left] += weight[right];
    rows[left] += rows[right];
  }

  /** Gives the vectors back, when nobody reads them any more. */
  void giveBack() {
    for (int i = 0; i < vectors.length; i++) {
      if (vectors[i] != null) {
        setup.giveBackGradient(vectors[i]);
        vectors[i] = null;
      }
    }
  }
}
