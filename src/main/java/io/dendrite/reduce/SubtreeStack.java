package io.dendrite.reduce;

/**
 * Which subtrees of the canonical tree ({@link CanonicalTree}) a walk over shards, from left to
 * right, has made so far: neighbours that make up a larger one join at once.
 */
public final class SubtreeStack {
  /** More than twice the depth of a tree over 2^31 shards. */
  static final int MOST = 64;

  private final int[] start = new int[MOST];
  private final int[] size = new int[MOST];
  private int count;

  void clear() {
    count = 0;
  }

  /** Subtrees that wait for a right neighbour. */
  int count() {
    return count;
  }

  /** Comes to the subtree of so many shards, from a first one on. */
  void push(int first, int shards) {
    start[count] = first;
    size[count++] = shards;
  }

  /** Joins the two last subtrees if they make up one; call it until it says false. */
  boolean join() {
    if (count < 2
        || size[count - 2] != size[count - 1]
        || start[count - 2] % (2 * size[count - 2]) != 0) {
      return false;
    }
    size[--count - 1] *= 2;
    return true;
  }

  /** The largest subtree that begins with a shard and ends before another. */
  static int largest(int first, int end) {
    int aligned = first == 0 ? 1 << 30 : Integer.lowestOneBit(first);
    return Math.min(aligned, Integer.highestOneBit(end - first));
  }

  /** Subtrees that lie side by side at most while one shard after the other is added. */
  public static int most(int first, int end) {
    SubtreeStack stack = new SubtreeStack();
    int most = 0;
    for (int shard = first; shard < end; shard++) {
      stack.push(shard, 1);
      most = Math.max(most, stack.count());
      while (stack.join()) {}
    }
    return most;
  }

  /** The fewest subtrees that shards from a first one on make up. */
  public static int subtrees(int first, int end) {
    int count = 0;
    for (int at = first; at < end; at += largest(at, end)) {
      count++;
    }
    return count;
  }
}
