package io.dendrite.ml;

import io.dendrite.input.TrainingRows;
import io.dendrite.shards.TrainingData;
import java.util.function.Supplier;

/** Supplies packed rows to the fits of an estimator. */
interface FitRows {
  /** Each fit reads and packs its own rows. */
  FitRows OWN =
      new FitRows() {
        @Override
        public TrainingData.Source source(TrainingRows rows) {
          return TrainingData.source(rows);
        }

        @Override
        public <T> T once(String what, Supplier<T> value) {
          return value.get();
        }

        @Override
        public String part() {
          return "";
        }
      };

  /** The source of packed rows for a fit on {@code rows}. */
  TrainingData.Source source(TrainingRows rows);

  /**
   * Returns a value that depends only on the DataFrame; fits that share rows compute the value only
   * once.
   *
   * @param what name of the value, which differs from the names of other values
   */
  <T> T once(String what, Supplier<T> value);

  /** A text that names the rows that a fit trains on; empty for all rows of the DataFrame. */
  String part();
}
