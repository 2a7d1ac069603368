package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import io.dendrite.math.Rng;

/**
 * A part of the rows of a cross-validation, by a pure function of a row's key. The key is a hash of
 * the row's content and of the number of equal rows before it, so that the part does not depend on
 * the order of the rows.
 *
 * @param seed of the assignment of rows to folds
 * @param from the fold has the rows whose number, at least 0 and less than 1, is at least this
 * @param to and less than this
 * @param inside true for the rows of the fold, false for the rows of all other folds
 * @param validation fraction of the rows that early stopping validates with; 0 for none
 * @param validates true for these rows, false for the remaining rows
 */
record Fold(long seed, double from, double to, boolean inside, double validation, boolean validates)
    implements RowBlock.Filter {
  private static final long serialVersionUID = 1;
  private static final long SALT = 0x3C6EF372FE94F82BL;

  /** A number of at least 0 and less than 1, computed from a row's key, that decides its fold. */
  static double place(long seed, long key) {
    return (Rng.mix(key ^ Rng.mix(seed ^ SALT)) >>> 11) * 0x1p-53;
  }

  /** The rows of the other folds. */
  Fold others() {
    return new Fold(seed, from, to, false, 0, false);
  }

  /** The part of these rows that validates, or the remaining part. */
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
