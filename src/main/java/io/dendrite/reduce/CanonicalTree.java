package io.dendrite.reduce;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BinaryOperator;

/**
 * The one fixed order of every sum over shards: a binary tree over their indices that splits n
 * leaves at the largest power of two below n. Floating-point addition is not associative, so the
 * bits of a sum depend on this tree, and on nothing else: not on tasks, executors, or the order in
 * which results arrive.
 *
 * <p>Leaves are added in index order and combined like the digits of a binary counter; so the
 * leaves may also be the sums of aligned groups of 2^k shards, whoever made those.
 */
public final class CanonicalTree<T> {
  private final BinaryOperator<T> add;
  private final Deque<T> sums = new ArrayDeque<>();
  private long leaves;

  /**
   * @param add combines a left and a right sum; may change and return the left one
   */
  public CanonicalTree(BinaryOperator<T> add) {
    this.add = add;
  }

  /** Adds the next leaf. */
  public void add(T leaf) {
    T sum = leaf;
    for (long n = leaves++; (n & 1) == 1; n >>= 1) {
      sum = add.apply(sums.pop(), sum);
    }
    sums.push(sum);
  }

  /** The sum of all leaves, at least one. */
  public T sum() {
    T sum = sums.pop();
    while (!sums.isEmpty()) {
      sum = add.apply(sums.pop(), sum);
    }
    return sum;
  }
}
