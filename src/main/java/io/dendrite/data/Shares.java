package io.dendrite.data;

/**
 * Assigns the rows of each shard to the steps of an epoch. Row j of shard p has the key (j + 1/2) /
 * n_p. An epoch takes all rows in the order of (key, p), and its step t takes ranks t B to (t + 1)
 * B - 1. So every mini-batch but the last has exactly B rows, the shards have even shares of it,
 * and every row is used once. The shares are computed by counting, without sorting the keys. Not
 * thread-safe.
 */
public final class Shares {
  private final long[] rows;

  /**
   * Shards with rows left, as a binary heap: the next row of a shard never comes before the next
   * row of its parent.
   */
  private final int[] heap;

  private final long total;
  private final int batch;

  /**
   * @param rows rows of each shard
   * @param batch rows of a mini-batch, at least 1
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

  /** Rows of an epoch. */
  public long total() {
    return total;
  }

  /** Steps of an epoch. */
  public long stepsPerEpoch() {
    return (total + batch - 1) / batch;
  }

  /**
   * The number of rows of each shard that come before a step of an epoch; {@code
   * before(stepsPerEpoch())} gives all rows.
   */
  public int[] before(long step) {
    int[] counts = new int[rows.length];
    before(step, counts);
    return counts;
  }

  /** Writes the same counts into an existing array. */
  public void before(long step, int[] counts) {
    long rank = Math.min(step * batch, total);
    // With the key k of that rank, shard p has n_p k rows before it, to within 1/2; the sum over
    // the shards is the rank, so k is at least (rank - shards / 2) / total. The rest is counted one
    // by one.
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
