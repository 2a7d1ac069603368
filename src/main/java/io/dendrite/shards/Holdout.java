package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import io.dendrite.math.Rng;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Decides which rows are held out for validation, by a pure function of a row's key. The key is a
 * hash of the row's content; of several equal rows, all but the first have new keys from {@link
 * RowBlock#spreadRepeats}, so that one of two equal rows can be held out and the other not.
 */
final class Holdout {
  private static final long SALT = 0x2545F4914F6CDD1DL;

  private Holdout() {}

  /**
   * Computes a number from 0 (inclusive) to 1 (exclusive) from the row's key. The row is held out
   * if {@code data.validation}, the fraction of rows to hold out, is greater than this number.
   */
  static double above(RowBlock rows, int row) {
    return above(rows.key(row));
  }

  /** Returns the same number as {@link #above(RowBlock, int)} for a row with this key. */
  static double above(long key) {
    return (Rng.mix(key ^ SALT) >>> 11) * 0x1p-53;
  }

  /** Number of rows to hold out of {@code rows} rows: at least one, and not all. */
  static int wanted(double fraction, long rows) {
    return (int) Math.max(1, Math.min(rows - 1, Math.round(fraction * rows)));
  }

  /**
   * Finds a fraction such that {@code wanted} rows are held out, namely the rows with the smallest
   * hashes.
   *
   * @param blocks all rows
   * @param wanted number of rows to hold out, at least 1
   */
  static double fraction(JavaRDD<RowBlock> blocks, int wanted) {
    List<Double> least =
        blocks
            .flatMap(
                block ->
                    IntStream.range(0, block.rows()).mapToObj(row -> above(block, row)).iterator())
            .takeOrdered(wanted);
    return Math.nextUp(least.get(wanted - 1));
  }

  /** True if the row is held out. */
  static boolean contains(RowBlock rows, int row, double fraction) {
    return above(rows, row) < fraction;
  }
}
