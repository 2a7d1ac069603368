package io.dendrite.data;

import io.dendrite.math.Rng;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rows ready for training, packed in primitive arrays: features, targets, weights, and a key for
 * each row. Immutable.
 *
 * <p>A row's key is a hash of its content. The key determines the row's shard, its block, and its
 * position in the block. The packed data therefore do not depend on the order of rows in files, on
 * file splits, or on whether Spark recomputes them.
 */
public final class RowBlock implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long TARGET_SALT = 0x5D1E9F3A7B2C4861L;

  private final Features features;
  private final float[] targets;
  private final int targetWidth;
  private final float[] weights;
  private final long[] keys;
  private final long fingerprint;

  /**
   * The parts of this block that were computed by {@link #part}. The parts are kept, since every
   * step uses the same part.
   */
  private transient Map<Filter, RowBlock> parts;

  /** Decides by the key of a row whether the row belongs to a certain part of the data. */
  public interface Filter extends Serializable {
    /**
     * True if the row with this key belongs to the part. Two equal filters must give the same
     * result.
     */
    boolean takes(long key);
  }

  private RowBlock(
      Features features, float[] targets, int targetWidth, float[] weights, long[] keys) {
    this.features = features;
    this.targets = targets;
    this.targetWidth = targetWidth;
    this.weights = weights;
    this.keys = keys;
    long sum = 0;
    for (long key : keys) {
      sum += Rng.mix(key);
    }
    fingerprint = sum;
  }

  /**
   * Creates a block, and computes each row's key from its content.
   *
   * @param targets class indices or target values, [rows][targetWidth]; empty for rows without
   *     labels
   * @param weights the weight of each row, [rows]; null if rows have no weights
   */
  public static RowBlock of(Features features, float[] targets, int targetWidth, float[] weights) {
    long[] keys = new long[features.rows()];
    for (int row = 0; row < keys.length; row++) {
      long key = features.hash(row);
      for (int j = 0; j < targetWidth; j++) {
        key =
            Rng.mix(key + TARGET_SALT + Float.floatToIntBits(targets[row * targetWidth + j] + 0f));
      }
      keys[row] = Rng.mix(key ^ (weights == null ? 0 : Float.floatToIntBits(weights[row] + 0f)));
    }
    return new RowBlock(features, targets, targetWidth, weights, keys);
  }

  /** Number of rows. */
  public int rows() {
    return keys.length;
  }

  /** Features of the rows. */
  public Features features() {
    return features;
  }

  /** The key of a row. */
  public long key(int row) {
    return keys[row];
  }

  /** True if rows have weights. */
  public boolean weighted() {
    return weights != null;
  }

  /** The weight of a row; 1 if rows have no weights. */
  public float weight(int row) {
    return weights == null ? 1f : weights[row];
  }

  /** Element j of the target of a row. */
  public float target(int row, int j) {
    return targets[row * targetWidth + j];
  }

  /** Copies the target of a row into {@code out}, from index {@code at} on. */
  public void target(int row, float[] out, int at) {
    for (int j = 0; j < targetWidth; j++) {
      out[at + j] = targets[row * targetWidth + j];
    }
  }

  /** The targets as columns [rows][targetWidth]. */
  public Features targetColumns() {
    return new FloatFeatures(rows(), targetWidth, targets);
  }

  /**
   * A hash of all rows: a sum that does not depend on the order of the rows. The fingerprint of
   * several blocks is the sum of the blocks' fingerprints.
   */
  public long fingerprint() {
    return fingerprint;
  }

  /** Number of bytes of the block's arrays. */
  public long bytes() {
    return features.bytes()
        + 4L * targets.length
        + (weights == null ? 0 : 4L * weights.length)
        + 8L * keys.length;
  }

  /**
   * A copy of this block in which each row has other features but the same target, weight and key.
   */
  public RowBlock with(Features others) {
    return new RowBlock(others, targets, targetWidth, weights, keys);
  }

  /**
   * The rows that a filter takes, in the order in which they are in this block. The features are
   * not copied: the result refers to the features of this block. Thread-safe.
   */
  public synchronized RowBlock part(Filter filter) {
    if (parts == null) {
      parts = new HashMap<>();
    }
    return parts.computeIfAbsent(
        filter,
        f -> {
          int[] rows = IntStream.range(0, rows()).filter(row -> f.takes(keys[row])).toArray();
          return select(rows, new Features.Chosen(features, rows));
        });
  }

  /** A new block with copies of the chosen rows, in the given order. */
  public RowBlock select(int[] rows) {
    return select(rows, features.select(rows));
  }

  private RowBlock select(int[] rows, Features chosen) {
    float[] chosenTargets = new float[rows.length * targetWidth];
    float[] chosenWeights = weights == null ? null : new float[rows.length];
    long[] chosenKeys = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      target(rows[i], chosenTargets, i * targetWidth);
      chosenKeys[i] = keys[rows[i]];
      if (weights != null) {
        chosenWeights[i] = weights[rows[i]];
      }
    }
    return new RowBlock(chosen, chosenTargets, targetWidth, chosenWeights, chosenKeys);
  }

  /** The rows of all blocks in {@code parts}, in order. All blocks must have the same layout. */
  public static RowBlock concat(List<RowBlock> parts) {
    if (parts.size() == 1) {
      return parts.get(0);
    }
    RowBlock first = parts.get(0);
    int rows = parts.stream().mapToInt(RowBlock::rows).reduce(0, Math::addExact);
    float[] targets = new float[rows * first.targetWidth];
    float[] weights = first.weights == null ? null : new float[rows];
    long[] keys = new long[rows];
    int at = 0;
    for (RowBlock part : parts) {
      System.arraycopy(part.targets, 0, targets, at * first.targetWidth, part.targets.length);
      System.arraycopy(part.keys, 0, keys, at, part.rows());
      if (weights != null) {
        System.arraycopy(part.weights, 0, weights, at, part.rows());
      }
      at += part.rows();
    }
    Features features = Features.concat(parts.stream().map(RowBlock::features).toList());
    return new RowBlock(features, targets, first.targetWidth, weights, keys);
  }

  /**
   * The rows sorted by key, then by content. The sorted order does not depend on the order of the
   * rows in this block.
   */
  public RowBlock sorted() {
    int n = rows();
    long mask = (1L << (Integer.SIZE - Integer.numberOfLeadingZeros(n))) - 1;
    // Each number that is sorted here consists of the upper bits of a row's key, which is unsigned,
    // and of the row's index as the lower bits.
    long[] packed = new long[n];
    for (int row = 0; row < n; row++) {
      packed[row] = (keys[row] & ~mask | row) ^ Long.MIN_VALUE;
    }
    Arrays.sort(packed);
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      // Insertion sort, for the few rows whose keys have the same upper bits.
      int row = (int) (packed[i] & mask);
      int at = i;
      for (; at > 0 && compare(order[at - 1], row) > 0; at--) {
        order[at] = order[at - 1];
      }
      order[at] = row;
    }
    return select(order);
  }

  /**
   * The rows of this block, which must be sorted, with a new key for each repetition of a row.
   * Equal rows are thus spread over the shards, as different rows are. The first of several equal
   * rows keeps its key.
   */
  public RowBlock spreadRepeats() {
    long[] spread = null;
    for (int row = 1, k = 0; row < rows(); row++) {
      k = sameContent(row - 1, row) ? k + 1 : 0;
      if (k > 0) {
        spread = spread == null ? keys.clone() : spread;
        spread[row] = Rng.key(keys[row], k);
      }
    }
    return spread == null ? this : new RowBlock(features, targets, targetWidth, weights, spread);
  }

  /**
   * Compares the key of each row with the row's key in another block, which has the same rows in
   * the same order. Returns the rows whose keys differ or, if {@code differs} is false, the rows
   * whose keys are equal.
   */
  public RowBlock whereKeyDiffers(RowBlock other, boolean differs) {
    int[] rows =
        IntStream.range(0, rows())
            .filter(row -> (keys[row] != other.keys[row]) == differs)
            .toArray();
    return rows.length == rows() ? this : select(rows);
  }

  private int compare(int a, int b) {
    int order = Long.compareUnsigned(keys[a], keys[b]);
    return order != 0 ? order : compareContent(a, b);
  }

  private boolean sameContent(int a, int b) {
    return keys[a] == keys[b] && compareContent(a, b) == 0;
  }

  private int compareContent(int a, int b) {
    int order = features.compareRows(a, features, b);
    if (order == 0) {
      order =
          Arrays.compare(
              targets,
              a * targetWidth,
              (a + 1) * targetWidth,
              targets,
              b * targetWidth,
              (b + 1) * targetWidth);
    }
    return order != 0 ? order : Float.compare(weight(a), weight(b));
  }
}
