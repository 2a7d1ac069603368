package io.dendrite.checkpoint;

import java.io.IOException;

/** A file was read without an I/O error, but what it holds is provably not what was written. */
public final class DamagedFileException extends IOException {
  private static final int LONGEST_QUOTE = 120;

  /** The sentence reads "file is damaged: found ...; expected ...". */
  public DamagedFileException(String file, String found, String expected) {
    super(file + " is damaged: found " + found + "; expected " + expected);
  }

  /** With the cause, for damage that the file system itself proved. */
  DamagedFileException(String file, String found, String expected, Throwable cause) {
    this(file, found, expected);
    initCause(cause);
  }

  /** Text of a file made fit for a message: printable, in quotes and of limited length. */
  static String quote(String text) {
    String shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "..." : text;
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
