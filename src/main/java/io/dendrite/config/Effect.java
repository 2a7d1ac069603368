package io.dendrite.config;

/** What a setting does to a run, and what that means for one that is resumed. */
public enum Effect {
  /** It decides the bits of the model: a resumed run must have the value that it began with. */
  BITS,
  /**
   * It may decide the bits and may change nevertheless: a resumed run goes on otherwise from there,
   * or what it decides is compared by content (the rows of {@code data.train}).
   */
  BITS_MAY_CHANGE,
  /** It decides speed, places or what is said, and may change. */
  NO_BITS
}
