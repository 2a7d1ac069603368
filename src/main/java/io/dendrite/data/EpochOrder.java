package io.dendrite.data;

import io.dendrite.math.RandomStream;
import io.dendrite.math.Rng;
import java.util.Arrays;

/**
 * The order in which an epoch visits the rows of one shard: first the shard's blocks are permuted,
 * then the rows within each window, which is a fixed number of blocks. The order is a pure function
 * of (seed, epoch, shard) and the lengths of the blocks. The row at any position of the order is
 * computed without a table of all rows.
 */
public final class EpochOrder {
  /** Number of blocks in a window. The rows of all blocks in a window are permuted together. */
  static final int WINDOW = 4;

  private final int[] blocks;
  private final int[] starts;
  private final Permutation[] windows;

  /**
   * @param blockRows number of rows of each block of the shard
   */
  public EpochOrder(long seed, long epoch, int shard, int[] blockRows) {
    long key = Rng.key(Rng.key(RandomStream.ORDER.key(seed), epoch), shard);
    int n = blockRows.length;
    Permutation order = new Permutation(n, key);
    blocks = new int[n];
    starts = new int[n + 1];
    for (int i = 0; i < n; i++) {
      blocks[i] = order.apply(i);
      starts[i + 1] = Math.addExact(starts[i], blockRows[blocks[i]]);
    }
    windows = new Permutation[(n + WINDOW - 1) / WINDOW];
    for (int v = 0; v < windows.length; v++) {
      windows[v] = new Permutation(starts[windowEnd(v)] - starts[v * WINDOW], Rng.key(key, v));
    }
  }

  /** Number of rows of the shard. */
  public int rows() {
    return starts[blocks.length];
  }

  /**
   * The blocks that hold the rows at positions {@code from} (inclusive) to {@code to} (exclusive)
   * of the order. The block indices are in ascending order.
   */
  public int[] blocks(int from, int to) {
    if (from >= to) {
      return new int[0];
    }
    int[] needed = Arrays.copyOfRange(blocks, window(from) * WINDOW, windowEnd(window(to - 1)));
    Arrays.sort(needed);
    return needed;
  }

  /** The row at position j of the order, as {@code block << 32 | row in block}. */
  public long locate(int j) {
    int v = window(j);
    int first = starts[v * WINDOW];
    int place = first + windows[v].apply(j - first);
    int i = interval(place);
    return (long) blocks[i] << 32 | place - starts[i];
  }

  /**
   * Index of the window in which a position of the order lies. The rows at all positions of one
   * window lie in the same blocks.
   */
  public int window(int place) {
    return interval(place) / WINDOW;
  }

  /** Finds the i with starts[i] <= place < starts[i + 1], by binary search. */
  private int interval(int place) {
    int low = 0;
    int high = blocks.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (starts[middle] <= place) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int windowEnd(int v) {
    return Math.min((v + 1) * WINDOW, blocks.length);
  }
}
