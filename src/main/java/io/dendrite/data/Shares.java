package io.dendrite.data;

/**
 * Assigns the rows of each shard to the steps of an epoch. Row j of shard p, which has n_p rows,
 * has the key (j + 1/2) / n_p. An epoch uses all rows in the order of (key, p), and step t of the
 * epoch uses the rows at ranks t B (inclusive) to (t + 1) B (exclusive) of this order, where B is
 * the batch size. By this rule, every mini-batch except the last has exactly B rows, a shard's
 * share of a mini-batch is in proportion to the shard's size, and an epoch uses every row once. The
 * number of rows that each shard contributes to a mini-batch is computed by counting, without
 * sorting the keys. Not thread-safe.
 */
public final class Shares {
  private final long[] rows;

  /**
   * The shards that still have unused rows, as a binary heap: the next row of a shard never comes
   * before the next row of the shard's parent in the heap.
   */
  private final int[] heap;

  private final long total;
  private final int batch;

  /**
   * @param rows number of rows of each shard
   * @param batch number of rows of a mini-batch, at least 1
   */
  public Shares(long[] rows, int batch) {
    this.rows = rows.clone();
    this.batch = batch;
    heap = new int[rows.length];
    long sum = 0;
    for (long n : rows) {
      sum += n;
    }
    total = sum;
  }

  /** Number of rows of an epoch. */
  public long total() {
    return total;
  }

  /** Number of steps of an epoch. */
  public long stepsPerEpoch() {
    return (total + batch - 1) / batch;
  }

  /**
   * For each shard, the number of its rows that an epoch uses before a step. The result of {@code
   * before(stepsPerEpoch())} is the number of all rows of each shard.
   */
  public int[] before(long step) {
    int[] counts = new int[rows.length];
    before(step, counts);
    return counts;
  }

  /**
   * Writes into {@code counts}, for each shard, the number of its rows that an epoch uses before a
   * step.
   */
  public void before(long step, int[] counts) {
    long rank = Math.min(step * batch, total);
    // Let k be the key of the row at this rank. About n_p k rows of shard p come before this row,
    // with an error of at most 1/2. The sum of n_p k over all shards therefore differs from the
    // rank by at most shards / 2, so k is at least (rank - shards / 2) / total. From this lower
    // bound on k follows a lower bound on the number of rows of each shard; the remaining rows are
    // counted one by one.
    double least = (rank - rows.length / 2.0) / total;
    long missing = rank;
    for (int p = 0; p < counts.length; p++) {
      counts[p] = (int) Math.max(0, Math.floor(least * rows[p]) - 1);
      missing -= counts[p];
    }
    int size = 0;
    for (int p = 0; p < counts.length; p++) {
      if (counts[p] < rows[p]) {
        heap[size++] = p;
      }
    }
    for (int i = size / 2 - 1; i >= 0; i--) {
      sink(i, size, counts);
    }
    for (; missing > 0; missing--) {
      int p = heap[0];
      if (++counts[p] == rows[p]) {
        heap[0] = heap[--size];
      }
      sink(0, size, counts);
    }
  }

  private void sink(int from, int size, int[] counts) {
    int i = from;
    for (int child = 2 * i + 1; child < size; child = 2 * i + 1) {
      if (child + 1 < size && isBefore(heap[child + 1], heap[child], counts)) {
        child++;
      }
      if (!isBefore(heap[child], heap[i], counts)) {
        return;
      }
      int p = heap[i];
      heap[i] = heap[child];
      heap[child] = p;
      i = child;
    }
  }

  /** True if the next row of shard p comes before the next row of shard q, in exact arithmetic. */
  private boolean isBefore(int p, int q, int[] counts) {
    long keyP = (2L * counts[p] + 1) * rows[q];
    long keyQ = (2L * counts[q] + 1) * rows[p];
    return keyP < keyQ || keyP == keyQ && p < q;
  }
}
