package io.dendrite.optim;

/** Checks settings of learning rules. */
final class Ranges {
  private Ranges() {}

  /** In [0, 1). */
  static void fraction(String key, double found) {
    require(found >= 0 && found < 1, key, found, "a number from 0 to below 1");
  }

  /** Above 0. */
  static void positive(String key, double found) {
    require((float) found > 0 && Float.isFinite((float) found), key, found, "a number above 0");
  }

  /** Above 0, or 0 for none. */
  static void optional(String key, double found, String none) {
    require(
        found >= 0 && Float.isFinite((float) found),
        key,
        found,
        "a number above 0, or 0 for " + none);
  }

  static void require(boolean holds, String key, Number found, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + found + "; expected " + wanted);
    }
  }
}
