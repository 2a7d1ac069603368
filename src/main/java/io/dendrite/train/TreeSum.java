package io.dendrite.train;

import io.dendrite.math.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The rest of the canonical tree, above the {@link PartialSums} of all tasks. Any slice of the
 * vectors may be summed by any thread; each thread has a plan of its own. Allocates nothing once it
 * is made.
 */
final class TreeSum {
  /** A largest subtree within the range of one task: the how-manieth of which task. */
  private record Piece(int task, int index, int start, int size) {}

  private final List<Piece> pieces = new ArrayList<>();

  /** Additions in order, of pieces; a sum stands where its left part stood. */
  private final int[] left;

  private final int[] right;
  private final float[][] vectors;
  private final double[] losses;
  private final double[] weights;
  private final float[][] to;
  private final float[][] from;
  private int additions;

  /**
   * @param ranges first shard of each task, and one more entry: the number of shards
   */
  TreeSum(int[] ranges) {
    for (int task = 0; task + 1 < ranges.length; task++) {
      int index = 0;
      for (int at = ranges[task]; at < ranges[task + 1]; at += last().size()) {
        int size = SubtreeStack.largest(at, ranges[task + 1]);
        pieces.add(new Piece(task, index++, at, size));
      }
    }
    int n = pieces.size();
    left = new int[n - 1];
    right = new int[n - 1];
    vectors = new float[n][];
    losses = new double[n];
    weights = new double[n];
    to = new float[n][];
    from = new float[n][];
    plan();
  }

  private Piece last() {
    return pieces.get(pieces.size() - 1);
  }

  private void plan() {
    SubtreeStack stack = new SubtreeStack();
    int[] place = new int[SubtreeStack.MOST];
    int planned = 0;
    for (int i = 0; i < pieces.size(); i++) {
      place[stack.count()] = i;
      stack.push(pieces.get(i).start(), pieces.get(i).size());
      while (stack.join()) {
        left[planned] = place[stack.count() - 1];
        right[planned++] = place[stack.count()];
      }
    }
    for (int top = stack.count(); top > 1; top--) {
      left[planned] = place[top - 2];
      right[planned++] = place[top - 1];
    }
  }

  /** Sums all that is not a vector, and plans the additions of the vectors of this step. */
  void begin(PartialSums[] tasks) {
    for (int i = 0; i < vectors.length; i++) {
      Piece piece = pieces.get(i);
      PartialSums sums = tasks[piece.task()];
      vectors[i] = sums.rows[piece.index()] > 0 ? sums.vectors[piece.index()] : null;
      losses[i] = sums.loss[piece.index()];
      weights[i] = sums.weight[piece.index()];
    }
    additions = 0;
    for (int i = 0; i < left.length; i++) {
      float[] other = vectors[right[i]];
      if (vectors[left[i]] == null) {
        vectors[left[i]] = other;
      } else if (other != null) {
        to[additions] = vectors[left[i]];
        from[additions++] = other;
      }
      losses[left[i]] += losses[right[i]];
      weights[left[i]] += weights[right[i]];
    }
  }

  /** Completes the gradient for the elements start (inclusive) to end (exclusive). */
  void sum(int start, int end) {
    for (int i = 0; i < additions; i++) {
      Vectors.add(from[i], start, to[i], start, end - start);
    }
  }

  /** The gradient, complete where it was summed; null if the step has no rows. */
  float[] gradient() {
    return vectors[0];
  }

  /** The step's summed loss. */
  double loss() {
    return losses[0];
  }

  /** The step's summed weight. */
  double weight() {
    return weights[0];
  }
}
