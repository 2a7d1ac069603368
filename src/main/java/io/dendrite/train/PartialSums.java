package io.dendrite.train;

import io.dendrite.math.Vectors;
import java.util.Arrays;

/**
 * One task's part of the canonical tree ({@link CanonicalTree}): the gradients of a range of
 * shards, summed to the largest subtrees that lie within the range, from left to right. The vectors
 * serve step after step.
 */
final class PartialSums {
  /** More than twice the depth of a tree over 2^31 shards. */
  private static final int MOST = 64;

  private final TaskSetup setup;
  private final int[] start = new int[MOST];
  private final int[] size = new int[MOST];
  private int count;

  /** The gradient of each subtree; means nothing where there are no rows. */
  final float[][] vectors = new float[MOST][];

  /** The summed loss of each subtree. */
  final double[] loss = new double[MOST];

  /** The summed weight of each subtree's rows. */
  final double[] weight = new double[MOST];

  /** The rows of each subtree. */
  final int[] rows = new int[MOST];

  /**
   * @param setup lends the vectors
   */
  PartialSums(TaskSetup setup) {
    this.setup = setup;
  }

  /** Vectors that a range of shards needs at once. */
  static int most(int first, int end) {
    int[] sizes = new int[MOST];
    int[] starts = new int[MOST];
    int count = 0;
    int most = 0;
    for (int shard = first; shard < end; shard++) {
      starts[count] = shard;
      sizes[count++] = 1;
      most = Math.max(most, count);
      while (count > 1 && TreeSum.siblings(starts[count - 2], sizes[count - 2], sizes[count - 1])) {
        sizes[--count - 1] *= 2;
      }
    }
    return most;
  }

  /** Forgets the step before. */
  void begin() {
    count = 0;
  }

  /** A vector of zeros for the gradient of the next shard. */
  float[] zeros() {
    if (vectors[count] == null) {
      vectors[count] = setup.borrowGradient();
    } else {
      Arrays.fill(vectors[count], 0f);
    }
    return vectors[count];
  }

  /** Adds the next shard, whose gradient lies in {@link #zeros()} if it has rows. */
  void add(int shard, double shardLoss, double shardWeight, int shardRows) {
    start[count] = shard;
    size[count] = 1;
    loss[count] = shardLoss;
    weight[count] = shardWeight;
    rows[count] = shardRows;
    count++;
    while (count > 1 && siblings(count - 2, count - 1)) {
      join(count - 2, count - 1);
      count--;
    }
  }

  private boolean siblings(int left, int right) {
    return TreeSum.siblings(start[left], size[left], size[right]);
  }

  private void join(int left, int right) {
    if (rows[left] > 0 && rows[right] > 0) {
      Vectors.add(vectors[right], 0, vectors[left], 0, vectors[left].length);
    } else if (rows[right] > 0) {
      float[] free = vectors[left];
      vectors[left] = vectors[right];
      vectors[right] = free;
    }
    size[left] += size[right];
    loss[left] += loss[right];
    weight[left] += weight[right];
    rows[left] += rows[right];
  }

  /** Gives the vectors back, when nobody reads them any more. */
  void giveBack() {
    for (int i = 0; i < MOST; i++) {
      if (vectors[i] != null) {
        setup.giveBackGradient(vectors[i]);
        vectors[i] = null;
      }
    }
  }
}
