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
   * The setting influences only speed, file locations or messages, not the model. The value of such
   * a setting may change when a run is resumed.
   */
  NO_BITS,
  /**
   * The setting may hold a password. A setting that may hold a password is never recorded. A user
   * who resumes the run must set it again.
   */
  SECRET
}
