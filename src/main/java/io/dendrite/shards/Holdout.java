package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import io.dendrite.math.Rng;

/**
 * Which rows are held out for validation. This is a pure function of a row's key: its content, and
 * how many equal rows there are before it once {@link RowBlock#spreadRepeats} gave these keys of
 * their own.
 */
final class Holdout {
  private static final long SALT = 0x2545F4914F6CDD1DL;

  private Holdout() {}

  /** A number from 0 to below 1; the row is held out if the fraction to hold out is greater. */
  static double above(RowBlock rows, int row) {
    return (Rng.mix(rows.key(row) ^ SALT) >>> 11) * 0x1p-53;
  }

  /** True if the row is held out. */
  static boolean contains(RowBlock rows, int row, double fraction) {
    return above(rows, row) < fraction;
  }
}
