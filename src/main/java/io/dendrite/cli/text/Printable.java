package io.dendrite.cli.text;

import java.util.regex.Pattern;

/**
 * Makes text from outside the program, such as a label or a path, safe to print on one line of a
 * terminal. Line breaks and other control characters, which could move the cursor, reverse words or
 * imitate the program's own output, are written as Java escapes.
 */
public final class Printable {
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}\\u202a-\\u202e\\u2066-\\u2069]");

  private Printable() {}

  /** The text with control characters written as Java escapes. */
  public static String of(Object text) {
    return CONTROL
        .matcher(String.valueOf(text))
        .replaceAll(
            found ->
                switch (found.group()) {
                  case "\n" -> "\\\\n";
                  case "\r" -> "\\\\r";
                  case "\t" -> "\\\\t";
                  default -> "\\\\u%04x".formatted((int) found.group().charAt(0));
                });
  }
}
