package io.dendrite.data;

import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * Which rows of each shard belong to which step. Row j of shard p has the key (j + 1/2) / n_p; an
 * epoch takes all rows in the order of (key, p), and step t of it the ranks t B to (t + 1) B - 1.
 * So every mini-batch but the last has exactly B rows, the shards' shares are even, and every row
 * is seen once. The shares are counted, not sorted.
 */
public final class Shares {
  private final long[] rows;
  private final long total;
  private final int batch;

  /**
   * @param rows rows of each shard
   * @param batch rows of a mini-batch, at least 1
   */
  public Shares(long[] rows, int batch) {
    this.rows = rows.clone();
    this.batch = batch;
    long sum = 0;
    for (long n : rows) {
      sum += n;
    }
    total = sum;
  }

  /** Rows of an epoch. */
  public long total() {
    return total;
  }

  /** Steps of an epoch. */
  public long stepsPerEpoch() {
    return (total + batch - 1) / batch;
  }

  /**
   * How many rows of each shard come before a step of an epoch; {@code before(stepsPerEpoch())} is
   * all of them.
   */
  public int[] before(long step) {
    long rank = Math.min(step * batch, total);
    int[] counts = new int[rows.length];
    // With the key k of that rank, shard p has n_p k rows before it, to within 1/2; the sum over
    // the
    // shards is the rank, so k is at least (rank - shards / 2) / total. The rest is counted one by
    // one.
    double least = (rank - rows.length / 2.0) / total;
    long missing = rank;
    for (int p = 0; p < counts.length; p++) {
      counts[p] = (int) Math.max(0, Math.floor(least * rows[p]) - 1);
      missing -= counts[p];
    }
    PriorityQueue<Integer> next = new PriorityQueue<>(byKey(counts));
    for (int p = 0; p < counts.length; p++) {
      if (counts[p] < rows[p]) {
        next.add(p);
      }
    }
    for (; missing > 0; missing--) {
      int p = next.remove();
      if (++counts[p] < rows[p]) {
        next.add(p);
      }
    }
    return counts;
  }

  /** Compares the shards by the key of their next row, in exact arithmetic. */
  private Comparator<Integer> byKey(int[] counts) {
    return (p, q) -> {
      int order = Long.compare((2L * counts[p] + 1) * rows[q], (2L * counts[q] + 1) * rows[p]);
      return order != 0 ? order : Integer.compare(p, q);
    };
  }
}
