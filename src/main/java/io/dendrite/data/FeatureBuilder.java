package io.dendrite.data;

/** Builds packed features row by row; only committed rows become part of the result. */
interface FeatureBuilder {
  /** Starts a row of zeros; a previous row that was not committed is dropped. */
  void begin();

  void value(int index, float value);

  void commit();

  /** Number of bytes that the committed rows take. */
  long bytes();

  /**
   * Returns the committed rows; the builder is then empty again, but keeps the capacity of its
   * arrays.
   */
  Features build();
}
