package io.dendrite.cli;

import java.nio.file.Path;

/** Commands to type next. */
final class Shell {
  private Shell() {}

  /** A path or URI as one word of a shell. */
  static String word(String text) {
    if (!Printable.of(text).equals(text)) {
      return "$'" + Printable.of(text.replace("\\", "\\\\").replace("'", "\\'")) + "'";
    }
    return text.matches("[A-Za-z0-9_./+:@%-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** The script as it was typed. */
  static String script() {
    return word(typed().toString());
  }

  /** A file of {@code conf/}, from where the script was typed. */
  static String config(String name) {
    return word(typed().resolveSibling("../conf/" + name).normalize().toString());
  }

  private static Path typed() {
    return Path.of(System.getenv().getOrDefault("DENDRITE_SCRIPT", "bin/dendrite"));
  }
}
