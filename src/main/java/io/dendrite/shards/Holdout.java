package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import io.dendrite.math.Rng;

/**
 * Decides which rows are held out for validation, by a pure function of a row's key. The key is a
 * hash of the row's content; of equal rows, all but the first have new keys from {@link
 * RowBlock#spreadRepeats}, so that equal rows can fall on both sides.
 */
final class Holdout {
  private static final long SALT = 0x2545F4914F6CDD1DL;

  private Holdout() {}

  /**
   * A number of at least 0 and less than 1, computed from the row's key. The row is held out if the
   * fraction to hold out is greater than this number.
   */
  static double above(RowBlock rows, int row) {
    return (Rng.mix(rows.key(row) ^ SALT) >>> 11) * 0x1p-53;
  }

  /** True if the row is held out. */
  static boolean contains(RowBlock rows, int row, double fraction) {
    return above(rows, row) < fraction;
  }
}
