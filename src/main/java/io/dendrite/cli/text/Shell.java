package io.dendrite.cli.text;

import java.nio.file.Path;

/** Commands to type next. */
public final class Shell {
  private Shell() {}

  /** A path or URI as one word of a shell. */
  public static String word(String text) {
    if (!Printable.of(text).equals(text)) {
      return "$'" + Printable.of(text.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
    return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** The script as it was typed. */
  public static String script() {
    return word(typed().toString());
  }

  /** A file of {@code conf/}, from where the script was typed. */
  public static String config(String name) {
    return word(typed().resolveSibling("../conf/" + name).normalize().toString());
  }

  private static Path typed() {
    return Path.of(System.getenv().getOrDefault("DENDRITE_SCRIPT", "bin/dendrite"));
  }
}
