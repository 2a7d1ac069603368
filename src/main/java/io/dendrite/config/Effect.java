package io.dendrite.config;

/**
 * Which part of a run a setting influences, and whether its value may change when the run is
 * resumed.
 */
public enum Effect {
  /**
   * The setting decides the bits of the model: a resumed run must have the value that it began
   * with.
   */
  BITS,
  /**
   * The setting may decide the bits of the model, but its value may change when a run is resumed.
   * The run continues with the new value; for some settings, such as {@code data.train}, it checks
   * that the content (the rows) is the same.
   */
  BITS_MAY_CHANGE,
  /**
   * The setting decides only speed, file locations or messages; its value may change when a run is
   * resumed.
   */
  NO_BITS,
  /**
   * The setting may hold a password: its value is never recorded, and a resumed run uses the value
   * that the user sets then.
   */
  SECRET
}
