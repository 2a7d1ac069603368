package io.dendrite.data;

import java.io.IOException;

/**
 * A file whose bytes are not what its format promises; the message says what was found and what was
 * expected.
 */
public final class BadFile extends IOException {
  private static final long serialVersionUID = 1;

  /** A damaged or foreign file; the caller puts its name before the message. */
  public BadFile(String message) {
    super(message);
  }
}
