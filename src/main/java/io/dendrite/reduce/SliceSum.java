package io.dendrite.reduce;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Adds sums that have been computed for subtrees of the canonical tree: the sums of an executor's
 * tasks, the sums of all executors, or the sums of a job's groups of shards. Gradients are added
 * slice by slice, so that a slice stays in the cache and several threads can share the work. The
 * results have the same bits as if whole gradients were added. Each thread uses its own object of
 * this class, which allocates nothing after its construction.
 */
public final class SliceSum {
  private final CanonicalTree tree;
  private final CanonicalTree.Sums join = this::join;

  /**
   * Left operands of this step's additions of gradients, in the order of the additions. Each
   * addition changes its left operand.
   */
  private final GradientSlice[] to;

  /** Right operands of this step's additions of gradients, in the order of the additions. */
  private final GradientSlice[] from;

  private int additions;

  /**
   * The sums of the current step. The gradients in these sums are complete only for the elements
   * for which {@link #sum} was called.
   */
  public final SubtreeSums sums;

  public SliceSum(CanonicalTree tree) {
    this.tree = tree;
    sums = new SubtreeSums(tree);
    to = new GradientSlice[tree.leaves()];
    from = new GradientSlice[tree.leaves()];
  }

  /**
   * Creates the sum over all groups of shards in a step. A group of shards is a range of shards
   * whose gradients one task has summed.
   */
  public static SliceSum of(List<GradientSum> groups) {
    int[] ends = IntStream.rangeClosed(0, groups.size()).toArray();
    SliceSum sum = new SliceSum(CanonicalTree.over(ends));
    sum.begin(SubtreeSums.of(groups));
    return sum;
  }

  /**
   * Begins a new step: adds the losses, weights and row counts at once, and plans the additions of
   * gradients. The method {@code sum} does the planned additions of gradients later, slice by
   * slice.
   *
   * @param parts the sums to add, from left to right; each part has the sums over the subtrees of
   *     one or more ranges of shards
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
   * Does the planned additions for the elements {@code start} (inclusive) to {@code end}
   * (exclusive) of the gradients.
   */
  public void sum(int start, int end) {
    for (int i = 0; i < additions; i++) {
      to[i].add(from[i], start, end);
    }
  }

  /** The gradient of the first resulting sum; undefined if this sum has no rows. */
  public GradientSlice gradient() {
    return sums.gradients[0];
  }

  /** The loss of the first resulting sum. */
  public double loss() {
    return sums.loss[0];
  }

  /** The weight of all rows of the first resulting sum. */
  public double weight() {
    return sums.weight[0];
  }

  /** Number of rows of the first resulting sum. */
  public int rows() {
    return sums.rows[0];
  }
}
