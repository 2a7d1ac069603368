package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import io.dendrite.math.Rng;

/**
 * A part of the rows of a cross-validation. A pure function of a row's key decides whether the row
 * belongs to the part. The key is a hash of the row's content and of the number of equal rows
 * before it, so that the part does not depend on the order of the rows.
 *
 * @param seed seed of the assignment of rows to folds
 * @param from lower bound (inclusive) of the numbers of the fold's rows; every row has a number
 *     between 0 and 1
 * @param to upper bound (exclusive) of the numbers of the fold's rows
 * @param inside true for the rows of the fold, false for the rows of all other folds
 * @param validation fraction of the rows that early stopping uses for validation; 0 for none
 * @param validates true if the part contains the rows for validation, false if it contains the
 *     remaining rows
 */
record Fold(long seed, double from, double to, boolean inside, double validation, boolean validates)
    implements RowBlock.Filter {
  private static final long serialVersionUID = 1;
  private static final long SALT = 0x3C6EF372FE94F82BL;

  /**
   * Computes from a row's key a number from 0 (inclusive) to 1 (exclusive), which decides the row's
   * fold.
   */
  static double place(long seed, long key) {
    return (Rng.mix(key ^ Rng.mix(seed ^ SALT)) >>> 11) * 0x1p-53;
  }

  /** The rows of the other folds. */
  Fold others() {
    return new Fold(seed, from, to, false, 0, false);
  }

  /**
   * The rows of this part that early stopping uses for validation, or the remaining rows of this
   * part.
   */
  Fold validating(double fraction, boolean validates) {
    return new Fold(seed, from, to, inside, fraction, validates);
  }

  @Override
  public boolean takes(long key) {
    double place = place(seed, key);
    if ((place >= from && place < to) != inside) {
      return false;
    }
    return validation == 0 || Holdout.above(key) < validation == validates;
  }
}
