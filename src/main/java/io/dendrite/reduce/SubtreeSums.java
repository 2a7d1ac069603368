package io.dendrite.reduce;

import java.util.List;

/**
 * The summed gradient, loss, row weight and number of rows of each of several neighbouring
 * subtrees, from left to right. The subtrees belong to the fixed binary tree over the shards in
 * whose order all sums are computed ({@link CanonicalTree}). During the computation of the sums,
 * there may be more sums than at the end.
 */
public final class SubtreeSums {
  /** Number of sums that the computation leaves, one for each subtree that it does not combine. */
  public final int count;

  /** The gradient of each subtree; undefined for a subtree without rows. */
  public final GradientSlice[] gradients;

  /** The summed loss of each subtree. */
  public final double[] loss;

  /** The summed weight of each subtree's rows. */
  public final double[] weight;

  /** The number of rows of each subtree. */
  public final int[] rows;

  private SubtreeSums(int count, int most) {
    this.count = count;
    gradients = new GradientSlice[most];
    loss = new double[most];
    weight = new double[most];
    rows = new int[most];
  }

  /**
   * Creates arrays for the sums that are computed by the plan {@code tree}. The gradients
   * themselves are stored later, by {@link #put}.
   */
  SubtreeSums(CanonicalTree tree) {
    this(tree.sums(), tree.most());
  }

  /**
   * Creates the sums of {@code count} subtrees, with arrays for the elements {@code start}
   * (inclusive) to {@code end} (exclusive) of the gradients.
   */
  public static SubtreeSums ofSlice(int start, int end, int count) {
    SubtreeSums sums = new SubtreeSums(count, count);
    for (int i = 0; i < count; i++) {
      sums.gradients[i] = new GradientSlice(new float[end - start], start);
    }
    return sums;
  }

  /** Combines the sums of neighbouring subtrees, given from left to right, in one object. */
  static SubtreeSums of(List<GradientSum> subtrees) {
    SubtreeSums sums = new SubtreeSums(subtrees.size(), subtrees.size());
    for (int i = 0; i < sums.count; i++) {
      GradientSum sum = subtrees.get(i);
      GradientSlice gradient = new GradientSlice(sum.gradient(), 0);
      sums.put(i, gradient, sum.loss(), sum.weight(), Math.toIntExact(sum.rows()));
    }
    return sums;
  }

  void put(int place, GradientSlice gradient, double loss, double weight, int rows) {
    this.gradients[place] = gradient;
    this.loss[place] = loss;
    this.weight[place] = weight;
    this.rows[place] = rows;
  }

  /**
   * Adds the loss, weight and number of rows of a subtree to the subtree to its left. Returns true
   * if both subtrees have rows; the caller must then add their gradients. If only one of the two
   * subtrees has rows, its gradient becomes the gradient of the left subtree.
   */
  boolean join(int left, int right) {
    boolean both = rows[left] > 0 && rows[right] > 0;
    if (rows[left] == 0) {
      GradientSlice free = gradients[left];
      gradients[left] = gradients[right];
      gradients[right] = free;
    }
    loss[left] += loss[right];
    weight[left] += weight[right];
    rows[left] += rows[right];
    return both;
  }

  /** The gradients of the subtrees that have rows. */
  public float[][] filled() {
    int filled = 0;
    float[][] values = new float[count][];
    for (int i = 0; i < count; i++) {
      if (rows[i] > 0) {
        values[filled++] = gradients[i].values();
      }
    }
    return java.util.Arrays.copyOf(values, filled);
  }
}
