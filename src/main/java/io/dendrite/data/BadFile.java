package io.dendrite.data;

import java.io.IOException;

/**
 * Thrown when the bytes of a file are not what its format requires; the message says what was found
 * and what was expected.
 */
public final class BadFile extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * An exception for a damaged file or a file of another format. The message lacks the file's name,
   * which the caller puts before it.
   */
  public BadFile(String message) {
    super(message);
  }
}
