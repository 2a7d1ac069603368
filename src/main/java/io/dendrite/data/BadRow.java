package io.dendrite.data;

import java.nio.charset.StandardCharsets;

/**
 * Thrown when a row cannot be used. The message is one clause without the file's name, such as
 * {@code column 3 (age): found "abc", expected a number}, so that the caller can put file and line
 * before it. The exception has no stack trace: it reports a property of the data, and a file may
 * hold millions of bad rows.
 */
public final class BadRow extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int LONGEST = 60;

  private final String place;
  private final String found;
  private final String expected;

  /**
   * An exception whose message consists of the place in the row, what was found there, and what was
   * expected.
   */
  public BadRow(String place, String found, String expected) {
    super(place + ": found " + found + ", expected " + expected, null, false, false);
    this.place = place;
    this.found = found;
    this.expected = expected;
  }

  /** The place of the bad field in the row, such as {@code column 3 (age)}. */
  public String place() {
    return place;
  }

  /** What the bad field holds; text from the file is quoted. */
  public String found() {
    return found;
  }

  /** What the bad field should hold. */
  public String expected() {
    return expected;
  }

  /**
   * Puts a range of the bytes of a line in quotes, as text of at most {@value #LONGEST} characters
   * without control characters.
   */
  public static String quoted(byte[] line, int from, int to) {
    int length = Math.min(to - from, 4 * LONGEST);
    String text = new String(line, from, length, StandardCharsets.UTF_8);
    StringBuilder shown = new StringBuilder("\"");
    for (int i = 0; i < text.length() && i < LONGEST; i++) {
      char c = text.charAt(i);
      shown.append(Character.isISOControl(c) ? '\uFFFD' : c);
    }
    return shown.append(text.length() > LONGEST ? "...\"" : "\"").toString();
  }
}
