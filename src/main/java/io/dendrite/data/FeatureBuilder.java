package io.dendrite.data;

/** Builds packed features row by row. A row becomes part of the result when it is committed. */
interface FeatureBuilder {
  /** Starts a row of zeros; a previous row that was not committed is dropped. */
  void begin();

  void value(int index, float value);

  void commit();

  /** Number of bytes that the committed rows take. */
  long bytes();

  /**
   * Returns the committed rows. Afterwards, the builder is empty again, but keeps the capacity of
   * its arrays.
   */
  Features build();
}
