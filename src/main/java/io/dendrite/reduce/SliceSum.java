package io.dendrite.reduce;

import io.dendrite.math.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The canonical tree over gradient sums, whose vectors are added slice by slice: any slice may be
 * summed by any thread, while it lies in the cache, and has the same bits as the sum of the whole
 * vectors.
 *
 * @param sum of all that is not a vector; its gradient is where the vectors' sum will be, null if
 *     there are none
 * @param to left operands of the vectors' additions in order, which are changed
 * @param from right operands
 */
public record SliceSum(GradientSum sum, List<float[]> to, List<float[]> from) {
  /** Sums the scalars and plans the additions of the vectors. */
  public static SliceSum of(List<GradientSum> leaves) {
    List<float[]> to = new ArrayList<>();
    List<float[]> from = new ArrayList<>();
    CanonicalTree<GradientSum> tree =
        new CanonicalTree<>(
            (left, right) -> {
              if (left.gradient() != null && right.gradient() != null) {
                to.add(left.gradient());
                from.add(right.gradient());
              }
              return left.joined(right);
            });
    leaves.forEach(tree::add);
    return new SliceSum(tree.sum(), to, from);
  }

  /** Completes the sum for the elements start (inclusive) to end (exclusive). */
  public void sum(int start, int end) {
    for (int i = 0; i < to.size(); i++) {
      Vectors.add(from.get(i), start, to.get(i), start, end - start);
    }
  }
}
