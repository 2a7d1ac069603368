package io.dendrite.config;

/** What a setting influences in a run, and what that means for a run that is resumed. */
public enum Effect {
  /** It decides the bits of the model: a resumed run must have the value that it began with. */
  BITS,
  /**
   * It may decide the bits and may change nevertheless: a resumed run continues with the new value,
   * or what the setting decides is compared by content (the rows of {@code data.train}).
   */
  BITS_MAY_CHANGE,
  /** It decides speed, places or messages, and may change. */
  NO_BITS,
  /**
   * It may hold a password: its value is never recorded, and a resumed run takes the one it is
   * given.
   */
  SECRET
}
