package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes the exact quartiles of target values; the layout of the rows does not matter. The value
 * of rank r is found in two passes. The first pass counts the values by the upper half of their 32
 * bits. The second pass takes the values with the same upper half as the value of rank r, and
 * counts them by the lower half of their bits. A quartile between two ranks is interpolated
 * linearly (Hyndman and Fan, 1996, type 7).
 */
final class Quartiles {
  private static final int HALF = 1 << 16;

  private final ShardedRows rows;
  private final int output;
  private final int slots;
  private final Map<Integer, long[]> lower = new HashMap<>();
  private long[] upper;

  private Quartiles(ShardedRows rows, int output, int slots) {
    this.rows = rows;
    this.output = output;
    this.slots = slots;
  }

  /** For each output, the first quartile, the median and the third quartile of the targets. */
  static double[][] of(ShardedRows rows, int outputs, int slots) {
    double[][] quartiles = new double[outputs][3];
    for (int j = 0; j < outputs; j++) {
      Quartiles of = new Quartiles(rows, j, slots);
      for (int q = 0; q < 3; q++) {
        quartiles[j][q] = of.quantile((q + 1) / 4.0);
      }
    }
    return quartiles;
  }

  private double quantile(double share) {
    double rank = share * (rows.rows() - 1);
    long below = (long) Math.floor(rank);
    double least = value(below);
    double part = rank - below;
    return part == 0 ? least : least + part * (value(below + 1) - least);
  }

  /** Returns the target value of a rank; ranks are counted from 0. */
  private double value(long rank) {
    if (upper == null) {
      upper = counts(-1);
    }
    int half = 0;
    long left = rank;
    while (left >= upper[half]) {
      left -= upper[half++];
    }
    long[] within = lower.computeIfAbsent(half, this::counts);
    int rest = 0;
    while (left >= within[rest]) {
      left -= within[rest++];
    }
    return value(half << 16 | rest);
  }

  /**
   * If {@code upperHalf} is -1, counts the values by the upper halves of their keys. If {@code
   * upperHalf} is not -1, counts only the values whose keys have this upper half, by the lower
   * halves of their keys.
   */
  private long[] counts(int upperHalf) {
    int output = this.output; // Tasks take no more than these with them.
    int perShard = rows.layout().blocksPerShard();
    return rows.sum(
        slots,
        long[].class,
        (shard, blocks) -> {
          long[] counts = new long[HALF];
          for (int b = 0; b < perShard; b++) {
            RowBlock block = blocks.get(shard, b);
            for (int row = 0; row < block.rows(); row++) {
              int key = key(block.target(row, output));
              if (upperHalf < 0) {
                counts[key >>> 16]++;
              } else if (key >>> 16 == upperHalf) {
                counts[key & HALF - 1]++;
              }
            }
          }
          return counts;
        },
        Quartiles::plus);
  }

  private static long[] plus(long[] sum, long[] other) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  /** Maps a value to a key; the unsigned order of keys is the order of their values. */
  private static int key(float value) {
    int bits = Float.floatToIntBits(value + 0f); // -0 becomes 0.
    return bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE;
  }

  private static double value(int key) {
    return Float.intBitsToFloat(key < 0 ? key ^ Integer.MIN_VALUE : ~key);
  }
}
