package io.dendrite.cli.text;

import java.nio.file.Path;

/**
 * Writes commands that the program suggests to the user, in a form that can be typed into a shell.
 */
public final class Shell {
  private Shell() {}

  /** A path or URI, quoted if necessary so that a shell reads it as one word. */
  public static String word(String text) {
    if (!Printable.of(text).equals(text)) {
      return "$'" + Printable.of(text.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
    return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** The path of the launch script, as the user typed it. */
  public static String script() {
    return word(typed().toString());
  }

  /**
   * The path of a file in {@code conf/}, relative to the directory in which the user typed the
   * command.
   */
  public static String config(String name) {
    return word(typed().resolveSibling("../conf/" + name).normalize().toString());
  }

  private static Path typed() {
    return Path.of(System.getenv().getOrDefault("DENDRITE_SCRIPT", "bin/dendrite"));
  }
}
