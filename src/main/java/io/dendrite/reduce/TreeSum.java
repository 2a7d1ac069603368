package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of the canonical tree above sums of its subtrees ({@link SubtreeSums}): those of an
 * executor's tasks become those of the executor, and those of all executors the whole sum. Any
 * slice of the vectors may be summed by any thread; each thread has a plan of its own. Allocates
 * nothing once it is made.
 */
public final class TreeSum {
  /** A largest subtree within one of the ranges: the how-manieth of which. */
  private record Piece(int range, int index, int start, int size) {}

  private final List<Piece> pieces = new ArrayList<>();

  /** Additions in order, of pieces; a sum stands where its left part stood. */
  private final int[] left;

  private final int[] right;
  private int planned;

  /** Where the sums stand in the end. */
  private final int[] tops;

  private final float[][] vectors;
  private final int[] at;
  private final double[] losses;
  private final double[] weights;
  private final int[] rows;

  /** Additions of vectors in this step, of pieces. */
  private final int[] to;

  private final int[] from;
  private int additions;

  private TreeSum(int[] ranges, boolean whole) {
    for (int range = 0; range + 1 < ranges.length; range++) {
      int index = 0;
      for (int start = ranges[range]; start < ranges[range + 1]; ) {
        int size = SubtreeStack.largest(start, ranges[range + 1]);
        pieces.add(new Piece(range, index++, start, size));
        start += size;
      }
    }
    int n = pieces.size();
    left = new int[n];
    right = new int[n];
    vectors = new float[n][];
    at = new int[n];
    losses = new double[n];
    weights = new double[n];
    rows = new int[n];
    to = new int[n];
    from = new int[n];
    tops = plan(whole);
  }

  /**
   * From the subtrees of tasks to the largest ones within all their shards.
   *
   * @param ranges first shard of each task, and the end of the last
   */
  public static TreeSum joining(int[] ranges) {
    return new TreeSum(ranges, false);
  }

  /**
   * From the subtrees of executors to the whole tree.
   *
   * @param ranges first shard of each executor, and one more entry: the number of shards
   */
  public static TreeSum root(int[] ranges) {
    return new TreeSum(ranges, true);
  }

  private int[] plan(boolean whole) {
    SubtreeStack stack = new SubtreeStack();
    int[] place = new int[SubtreeStack.MOST];
    for (int i = 0; i < pieces.size(); i++) {
      place[stack.count()] = i;
      stack.push(pieces.get(i).start(), pieces.get(i).size());
      while (stack.join()) {
        plan(place, stack.count());
      }
    }
    int count = stack.count();
    while (whole && count > 1) {
      plan(place, --count);
    }
    return java.util.Arrays.copyOf(place, count);
  }

  private void plan(int[] place, int top) {
    left[planned] = place[top - 1];
    right[planned++] = place[top];
  }

  /**
   * Sums all that is not a vector, and plans the additions of the vectors of this step.
   *
   * @param parts of each range
   */
  public void begin(SubtreeSums[] parts) {
    for (int i = 0; i < vectors.length; i++) {
      Piece piece = pieces.get(i);
      SubtreeSums sums = parts[piece.range()];
      vectors[i] = sums.vectors[piece.index()];
      at[i] = sums.at;
      losses[i] = sums.loss[piece.index()];
      weights[i] = sums.weight[piece.index()];
      rows[i] = sums.rows[piece.index()];
    }
    additions = 0;
    for (int i = 0; i < planned; i++) {
      join(left[i], right[i]);
    }
  }

  private void join(int left, int right) {
    if (rows[left] == 0) {
      vectors[left] = vectors[right];
      at[left] = at[right];
    } else if (rows[right] > 0) {
      to[additions] = left;
      from[additions++] = right;
    }
    losses[left] += losses[right];
    weights[left] += weights[right];
    rows[left] += rows[right];
  }

  /** Completes the vectors for the elements start (inclusive) to end (exclusive) of a gradient. */
  public void sum(int start, int end) {
    for (int i = 0; i < additions; i++) {
      int x = from[i];
      int y = to[i];
      Vectors.add(vectors[x], start - at[x], vectors[y], start - at[y], end - start);
    }
  }

  /** Writes the sums of this step. */
  public void write(SubtreeSums sums) {
    for (int i = 0; i < tops.length; i++) {
      sums.vectors[i] = vectors[tops[i]];
      sums.loss[i] = losses[tops[i]];
      sums.weight[i] = weights[tops[i]];
      sums.rows[i] = rows[tops[i]];
    }
  }

  /** The step's gradient, complete where it was summed; means nothing if the step has no rows. */
  public float[] gradient() {
    return vectors[0];
  }

  /** Which element of the gradient stands first in its vector. */
  public int at() {
    return at[0];
  }

  /** The step's summed loss. */
  public double loss() {
    return losses[0];
  }

  /** The step's rows. */
  public int rows() {
    return rows[0];
  }

  /** The step's summed weight. */
  public double weight() {
    return weights[0];
  }
}
