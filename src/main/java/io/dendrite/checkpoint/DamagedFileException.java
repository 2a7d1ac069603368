package io.dendrite.checkpoint;

import java.io.IOException;

/**
 * Thrown when a file was read without an I/O error, but its content provably differs from what was
 * written.
 */
public final class DamagedFileException extends IOException {
  private static final int LONGEST_QUOTE = 120;

  /** An exception whose message reads "file is damaged: found ...; expected ...". */
  public DamagedFileException(String file, String found, String expected) {
    super(file + " is damaged: found " + found + "; expected " + expected);
  }

  /**
   * An exception for damage that the file system itself found; the cause is the file system's
   * exception.
   */
  DamagedFileException(String file, String found, String expected, Throwable cause) {
    this(file, found, expected);
    initCause(cause);
  }

  /** Prepares text from a file for an error message: printable, in quotes and of limited length. */
  static String quote(String text) {
    String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
