package io.dendrite.config;

/**
 * Which part of a run a setting influences, and whether its value may change when the run is
 * resumed.
 */
public enum Effect {
  /**
   * The setting influences the bits of the model: a resumed run must have the value with which the
   * run began.
   */
  BITS,
  /**
   * The setting may influence the bits of the model, but its value may change when a run is
   * resumed. A resumed run continues with the changed value of the setting. For some settings, such
   * as {@code data.train}, the resumed run checks that the content (the rows) is the same.
   */
  BITS_MAY_CHANGE,
  /**
   * The setting influences only speed, file locations or messages; its value may change when a run
   * is resumed.
   */
  NO_BITS,
  /**
   * The setting may hold a password. The value of such a setting is never recorded; a user who
   * resumes the run sets it again.
   */
  SECRET
}
