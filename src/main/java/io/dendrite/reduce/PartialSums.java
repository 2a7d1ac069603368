package io.dendrite.reduce;

import java.util.Arrays;

/**
 * One task's part of the canonical tree: the sums over a range of shards. The gradient of each
 * shard is added to these sums as soon as the gradient is computed. The vectors for gradients are
 * reused in every step, so only the first steps allocate memory.
 */
public final class PartialSums {
  private final CanonicalTree tree;
  private final GradientPool pool;
  private final CanonicalTree.Sums join = this::join;
  private int next;

  /**
   * The sums over the subtrees of the canonical tree that cover the range of shards. The sums are
   * complete when all shards of the range have been added.
   */
  public final SubtreeSums sums;

  /**
   * @param first index of the first shard of the range
   * @param end index after the last shard of the range
   * @param pool pool that lends the vectors for gradients
   */
  public PartialSums(int first, int end, GradientPool pool) {
    tree = CanonicalTree.ofShards(first, end);
    sums = new SubtreeSums(tree);
    this.pool = pool;
  }

  /** Begins a new step, and discards the sums of the previous step. */
  public void begin() {
    next = 0;
  }

  /** A vector of zeros, to which the caller adds the gradient of the next shard. */
  public float[] zeros() {
    int place = tree.place(next);
    if (sums.gradients[place] == null) {
      sums.gradients[place] = new GradientSlice(pool.borrowGradient(), 0);
    } else {
      Arrays.fill(sums.gradients[place].values(), 0f);
    }
    return sums.gradients[place].values();
  }

  /**
   * Adds the next shard to the sums. If the shard has rows, its gradient must be in the vector that
   * {@link #zeros()} returned.
   */
  public void add(double loss, double weight, int rows) {
    int place = tree.place(next);
    sums.put(place, sums.gradients[place], loss, weight, rows);
    tree.join(next++, join);
  }

  private void join(int left, int right) {
    if (sums.join(left, right)) {
      GradientSlice sum = sums.gradients[left];
      sum.add(sums.gradients[right], 0, sum.values().length);
    }
  }

  /**
   * Returns the gradient vectors to the pool. To be called when no other task reads the sums any
   * more.
   */
  public void giveBack() {
    for (int i = 0; i < sums.gradients.length; i++) {
      if (sums.gradients[i] != null) {
        pool.giveBackGradient(sums.gradients[i].values());
        sums.gradients[i] = null;
      }
    }
  }
}
