package io.dendrite.data;

/** Grows packed features row by row; only committed rows count. */
interface FeatureBuilder {
  /** Starts a row of zeros, dropping an uncommitted one. */
  void begin();

  void value(int index, float value);

  void commit();

  /** Bytes of the committed rows. */
  long bytes();

  /** The committed rows; the builder then starts again with its arrays' present capacity. */
  Features build();
}
