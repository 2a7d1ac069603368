package io.dendrite.reduce;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A part of the canonical tree above given sums of its subtrees: over the tasks of an executor,
 * over all executors, or over a job's groups. Gradients are added slice by slice: any thread may
 * sum any slice while it is in the cache, and the bits are the same as when whole gradients are
 * added. Each thread has its own; allocates nothing once it is made.
 */
public final class SliceSum {
  private final CanonicalTree tree;
  private final CanonicalTree.Sums join = this::join;

  /** Left operands of this step's additions of gradients, in order; they are changed. */
  private final GradientSlice[] to;

  /** Right operands. */
  private final GradientSlice[] from;

  private int additions;

  /**
   * The sums of this step. Their gradients are complete only for the elements that have been
   * summed.
   */
  public final SubtreeSums sums;

  public SliceSum(CanonicalTree tree) {
    this.tree = tree;
    sums = new SubtreeSums(tree);
    to = new GradientSlice[tree.leaves()];
    from = new GradientSlice[tree.leaves()];
  }

  /** A sum over the groups of one step. */
  public static SliceSum of(List<GradientSum> groups) {
    int[] ends = IntStream.rangeClosed(0, groups.size()).toArray();
    SliceSum sum = new SliceSum(CanonicalTree.over(ends));
    sum.begin(SubtreeSums.of(groups));
    return sum;
  }

  /**
   * Sums all that is not a gradient, and plans this step's additions of gradients.
   *
   * @param parts each with the subtrees of one or more ranges
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

  /**
   * Completes the sums for the elements {@code start} (inclusive) to {@code end} (exclusive) of a
   * gradient.
   */
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
