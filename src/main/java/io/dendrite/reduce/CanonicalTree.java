package io.dendrite.reduce;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The one fixed order of every sum over shards: a binary tree over their indices that splits n
 * leaves at the largest power of two below n. Floating-point addition is not associative, so the
 * bits of a sum depend on this tree, and on nothing else: not on tasks, executors, or the order in
 * which results arrive.
 *
 * <p>A subtree covers 2^k shards and begins at a multiple of 2^k, except at the right edge. A range
 * of shards can be summed on its own as far as the fewest subtrees that cover it. The leaves of a
 * plan are single shards, or such sums of neighbouring ranges, whoever computed them. They arrive
 * from left to right, and each takes the next free place. The last two places are then joined until
 * there are only as many sums as the fewest subtrees that cover all shards so far, like the digits
 * of a binary counter.
 */
public final class CanonicalTree {
  /** The place of each leaf; the last entry is the number of places taken at the end. */
  private final int[] places;

  /** Adds a left and a right sum; may change and return the left one. */
  public interface Plus<T> extends BinaryOperator<T>, Serializable {}

  /** Sums at places 0, 1, and so on. */
  interface Sums {
    /** Adds the sum at a place to the sum at the place before it. */
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
   * A plan from the subtrees of ranges to the sum of all shards.
   *
   * @param ranges first shard of each, from 0, and one more entry: the number of shards
   */
  public static CanonicalTree over(int... ranges) {
    return new CanonicalTree(ranges, true);
  }

  /**
   * A plan from the subtrees of ranges to the fewest subtrees that cover all their shards.
   *
   * @param ranges first shard of each, and the end of the last
   */
  public static CanonicalTree within(int... ranges) {
    return new CanonicalTree(ranges, false);
  }

  /** A plan from single shards to the fewest subtrees that cover them. */
  public static CanonicalTree ofShards(int first, int end) {
    return within(IntStream.rangeClosed(first, end).toArray());
  }

  /** The sum of leaves 0, 1, and so on, at least one. */
  public static <T> T sum(int leaves, IntFunction<T> leaf, Plus<T> plus) {
    CanonicalTree tree = over(IntStream.rangeClosed(0, leaves).toArray());
    List<T> sums = new ArrayList<>();
    for (int i = 0; i < leaves; i++) {
      sums.add(leaf.apply(i));
      tree.join(i, (left, right) -> sums.set(left, plus.apply(sums.get(left), sums.remove(right))));
    }
    return sums.get(0);
  }

  /** The sum of a list of leaves, at least one. */
  public static <T> T sum(List<T> leaves, Plus<T> plus) {
    return sum(leaves.size(), leaves::get, plus);
  }

  /**
   * Number of shards of the largest subtree that begins with shard {@code first} and ends at or
   * before {@code end}.
   */
  private static int largest(int first, int end) {
    int aligned = first == 0 ? 1 << 30 : Integer.lowestOneBit(first);
    return Math.min(aligned, Integer.highestOneBit(end - first));
  }

  /** The smallest number of subtrees that cover a range of shards. */
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

  /** Number of sums that remain. */
  int sums() {
    return places[leaves()];
  }

  /** The largest number of sums that exist at the same time. */
  public int most() {
    return 1 + IntStream.of(places).limit(leaves()).max().orElse(-1);
  }

  /** The place of a leaf. */
  int place(int leaf) {
    return places[leaf];
  }

  /** Makes the joins that the arrival of a leaf completes. */
  void join(int leaf, Sums sums) {
    for (int right = places[leaf]; right >= places[leaf + 1]; right--) {
      sums.join(right - 1, right);
    }
  }
}
