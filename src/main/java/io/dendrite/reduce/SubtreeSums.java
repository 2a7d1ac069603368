package io.dendrite.reduce;

/** Sums over subtrees of the canonical tree that lie side by side, from left to right. */
public final class SubtreeSums {
  /** Which element of the gradient stands first in the vectors. */
  public final int at;

  /** The gradient of each subtree; means nothing where there are no rows. */
  public final float[][] vectors;

  /** The summed loss of each subtree. */
  public final double[] loss;

  /** The summed weight of each subtree's rows. */
  public final double[] weight;

  /** The rows of each subtree. */
  public final int[] rows;

  /** Of so many subtrees, without vectors. */
  public SubtreeSums(int at, int subtrees) {
    this.at = at;
    vectors = new float[subtrees][];
    loss = new double[subtrees];
    weight = new double[subtrees];
    rows = new int[subtrees];
  }

  /** Of so many subtrees, with vectors for a slice of the gradient. */
  public static SubtreeSums ofSlice(int at, int end, int subtrees) {
    SubtreeSums sums = new SubtreeSums(at, subtrees);
    for (int i = 0; i < subtrees; i++) {
      sums.vectors[i] = new float[end - at];
    }
    return sums;
  }

  /** The vectors of those subtrees that have rows. */
  public float[][] filled() {
    int count = 0;
    for (int n : rows) {
      count += n > 0 ? 1 : 0;
    }
    float[][] filled = new float[count][];
    for (int i = rows.length - 1; i >= 0; i--) {
      if (rows[i] > 0) {
        filled[--count] = vectors[i];
      }
    }
    return filled;
  }
}
