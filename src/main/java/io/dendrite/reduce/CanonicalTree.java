package io.dendrite.reduce;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The fixed order in which every sum over shards is computed: a binary tree over the shard indices.
 * A subtree of n leaves is split such that its left part has as many leaves as the largest power of
 * two below n. Floating-point addition is not associative, so the bits of a sum depend on the order
 * of additions. The tree fixes the order, so the bits do not depend on tasks, executors, or the
 * order in which results arrive.
 *
 * <p>A subtree covers 2^k shards and begins at a multiple of 2^k, except for subtrees at the right
 * edge of the tree, which may be smaller. A range of shards can be summed independently of all
 * other shards. The result for a range consists of one sum for each subtree in the smallest set of
 * subtrees that covers the range. An object of this class is a plan of additions. The leaves of a
 * plan are single shards, or subtrees of neighbouring ranges that have already been summed. Leaves
 * are added from left to right, and each leaf is stored at the next free place. After each leaf,
 * the sums at the last two places are added, repeatedly, until there are no more sums than subtrees
 * in the smallest set that covers all shards so far. The additions after a leaf are like the
 * carries of a binary counter.
 */
public final class CanonicalTree {
  /**
   * For each leaf, the place at which the leaf is stored when it is added. One more entry at the
   * end holds the number of sums that remain after the last leaf.
   */
  private final int[] places;

  /**
   * Adds the sums of a left and a right subtree. An implementation may change the left sum and
   * return it.
   */
  public interface Plus<T> extends BinaryOperator<T>, Serializable {}

  /** The sums that a plan adds up, stored at places 0, 1, and so on. */
  interface Sums {
    /**
     * Adds the sum at place {@code right} to the sum at place {@code left}, which is {@code right}
     * - 1.
     */
    void join(int left, int right);
  }

  private CanonicalTree(int[] ranges, boolean whole) {
    IntStream.Builder found = IntStream.builder().add(0);
    for (int range = 1; range < ranges.length; range++) {
      for (int at = ranges[range - 1]; at < ranges[range]; ) {
        at += largest(at, ranges[range]);
        found.add(subtrees(ranges[0], at));
      }
    }
    places = found.build().toArray();
    if (whole) {
      places[leaves()] = 1;
    }
  }

  /**
   * The plan for one sum over all shards, when the subtrees of each of several ranges have already
   * been summed.
   *
   * @param ranges index of the first shard of each range, the first of which is 0; one more entry
   *     at the end holds the number of shards
   */
  public static CanonicalTree over(int... ranges) {
    return new CanonicalTree(ranges, true);
  }

  /**
   * The plan for the sums over the fewest subtrees that cover several neighbouring ranges of
   * shards, when the subtrees of each range have already been summed.
   *
   * @param ranges index of the first shard of each range; one more entry at the end holds the index
   *     after the last shard of the last range
   */
  public static CanonicalTree within(int... ranges) {
    return new CanonicalTree(ranges, false);
  }

  /**
   * The plan for the sums over the fewest subtrees that cover the shards {@code first} (inclusive)
   * to {@code end} (exclusive), when each shard has been summed.
   */
  public static CanonicalTree ofShards(int first, int end) {
    return within(IntStream.rangeClosed(first, end).toArray());
  }

  /**
   * The sum, in the canonical order, of leaves 0 (inclusive) to {@code leaves} (exclusive). The sum
   * must have at least one leaf.
   */
  public static <T> T sum(int leaves, IntFunction<T> leaf, Plus<T> plus) {
    CanonicalTree tree = over(IntStream.rangeClosed(0, leaves).toArray());
    List<T> sums = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      sums.add(leaf.apply(i));
      tree.join(i, (left, right) -> sums.set(left, plus.apply(sums.get(left), sums.remove(right))));
    }
    return sums.get(0);
  }

  /** The sum, in the canonical order, of a list of leaves; the list must not be empty. */
  public static <T> T sum(List<T> leaves, Plus<T> plus) {
    return sum(leaves.size(), leaves::get, plus);
  }

  /**
   * Number of shards of the largest subtree that begins with shard {@code first} and lies before
   * shard {@code end}.
   */
  private static int largest(int first, int end) {
    int aligned = first == 0 ? 1 << 30 : Integer.lowestOneBit(first);
    return Math.min(aligned, Integer.highestOneBit(end - first));
  }

  /**
   * The smallest number of subtrees that cover the shards {@code first} (inclusive) to {@code end}
   * (exclusive).
   */
  public static int subtrees(int first, int end) {
    int count = 0;
    for (int at = first; at < end; at += largest(at, end)) {
      count++;
    }
    return count;
  }

  int leaves() {
    return places.length - 1;
  }

  /** Number of sums that remain when all leaves of the plan have been added. */
  int sums() {
    return places[leaves()];
  }

  /** The largest number of sums that exist at the same time while the plan is carried out. */
  public int most() {
    return 1 + IntStream.of(places).limit(leaves()).max().orElse(-1);
  }

  /** The place at which a leaf is stored when it is added. */
  int place(int leaf) {
    return places[leaf];
  }

  /**
   * Does the additions of the plan that become possible when a leaf has been stored at its place.
   */
  void join(int leaf, Sums sums) {
    for (int right = places[leaf]; right >= places[leaf + 1]; right--) {
      sums.join(right - 1, right);
    }
  }
}
