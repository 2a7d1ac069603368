package io.dendrite.ml;

import io.dendrite.input.TrainingRows;
import io.dendrite.shards.TrainingData;
import java.util.function.Supplier;

/** Supplies packed rows to the fits of an estimator. */
interface FitRows {
  /** Each fit reads and packs its own rows. */
  FitRows OWN = TrainingData::source;

  /** The source of the packed rows of a fit on these rows. */
  TrainingData.Source source(TrainingRows rows);

  /**
   * A value that depends on nothing but the DataFrame. Fits that share rows compute it once.
   *
   * @param what text that tells the value from others
   */
  default <T> T once(String what, Supplier<T> value) {
    return value.get();
  }

  /** A text that names the rows that a fit trains on; empty for all rows of the DataFrame. */
  default String part() {
    return "";
  }
}
