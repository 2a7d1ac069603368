package io.dendrite.reduce;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of the canonical tree above sums of its subtrees: of the tasks of an executor, of all
 * executors, or of a job's groups. The gradients are added slice by slice: any slice may be summed
 * by any thread, while it lies in the cache, and has the same bits as the sum of whole gradients.
 * Each thread has a sum of its own; allocates nothing once it is made.
 */
public final class SliceSum {
  private final CanonicalTree tree;
  private final CanonicalTree.Sums join = this::join;

  /** Left operands of this step's additions of gradients in order, which are changed. */
  private final GradientSlice[] to;

  /** Right operands. */
  private final GradientSlice[] from;

  private int additions;

  /** The sums of this step, whose gradients are complete where they are summed. */
  public final SubtreeSums sums;

  public SliceSum(CanonicalTree tree) {
    this.tree = tree;
    sums = new SubtreeSums(tree);
    to = new GradientSlice[tree.leaves()];
    from = new GradientSlice[tree.leaves()];
  }

  /** Of the groups of one step. */
  public static SliceSum of(List<GradientSum> groups) {
    int[] ends = IntStream.rangeClosed(0, groups.size()).toArray();
    SliceSum sum = new SliceSum(CanonicalTree.over(ends));
    sum.begin(SubtreeSums.of(groups));
    return sum;
  }

  /**
   * Sums all that is not a gradient, and plans this step's additions of gradients.
   *
   * @param parts with the subtrees of one or more ranges each
   */
  public void begin(SubtreeSums... parts) {
    additions = 0;
    int leaf = 0;
    for (SubtreeSums part : parts) {
      for (int i = 0; i < part.count; i++) {
        sums.put(tree.place(leaf), part.gradients[i], part.loss[i], part.weight[i], part.rows[i]);
        tree.join(leaf++, join);
      }
    }
  }

  private void join(int left, int right) {
    if (sums.join(left, right)) {
      to[additions] = sums.gradients[left];
      from[additions++] = sums.gradients[right];
    }
  }

  /** Completes the sums for the elements start (inclusive) to end (exclusive) of a gradient. */
  public void sum(int start, int end) {
    for (int i = 0; i < additions; i++) {
      to[i].add(from[i], start, end);
    }
  }

  /** The gradient of the first sum; means nothing if it has no rows. */
  public GradientSlice gradient() {
    return sums.gradients[0];
  }

  /** The loss of the first sum. */
  public double loss() {
    return sums.loss[0];
  }

  /** The summed weight of the rows of the first sum. */
  public double weight() {
    return sums.weight[0];
  }

  /** The rows of the first sum. */
  public int rows() {
    return sums.rows[0];
  }
}
