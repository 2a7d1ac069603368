package io.dendrite.ml;

import io.dendrite.input.TrainingRows;
import io.dendrite.shards.TrainingData;
import java.util.function.Supplier;

/** Where the fits of an estimator get their packed rows. */
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

  /** The source of the packed rows of a fit on these rows. */
  TrainingData.Source source(TrainingRows rows);

  /**
   * A value that depends on nothing but the DataFrame; fits that share rows compute it once.
   *
   * @param what text that tells the value from others
   */
  <T> T once(String what, Supplier<T> value);

  /** A text that names the rows that a fit trains on; empty for all rows of the DataFrame. */
  String part();
}
