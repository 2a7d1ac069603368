package io.dendrite.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the documentation of the keys. This class generates the file {@code conf/reference.conf}
 * and the documentation page of settings, and a test checks that both are up to date.
 */
public final class Reference {
  /** Greatest number of characters in a comment line of {@code conf/reference.conf}. */
  private static final int WIDTH = 132;

  private Reference() {}

  /** The text of {@code conf/reference.conf}. */
  public static String conf() {
    StringBuilder out =
        new StringBuilder(
            """
            # Every setting of Dendrite with its default, written from the declarations of the keys.
            # Precedence: the default < the file of --config < --set key=value (repeatable).
            # Text values after --set are taken literally, all others are read as HOCON.
            """);
    List<String> open = new ArrayList<>();
    for (Section section : Keys.SECTIONS) {
      List<String> path = List.of(section.name().split("\\."));
      while (!path.subList(0, Math.min(open.size(), path.size())).equals(open)) {
        open.remove(open.size() - 1);
        out.append("  ".repeat(open.size())).append("}\n");
      }
      if (open.isEmpty()) {
        out.append('\n');
      }
      for (String word : path.subList(open.size(), path.size())) {
        comment(out, open.size(), word.equals(path.get(path.size() - 1)) ? section.doc() : "");
        out.append("  ".repeat(open.size())).append(word).append(" {\n");
        open.add(word);
      }
      for (Key<?> key : section.keys()) {
        comment(out, open.size(), key.doc());
        out.append("  ".repeat(open.size()))
            .append(key.leaf())
            .append(" = ")
            .append(preset(key))
            .append('\n');
      }
    }
    for (int depth = open.size() - 1; depth >= 0; depth--) {
      out.append("  ".repeat(depth)).append("}\n");
    }
    return out.toString();
  }

  /** The default value of a key as written in HOCON, without quotes around a plain word. */
  private static String preset(Key<?> key) {
    if (key.preset() instanceof Double number) {
      return number == Math.rint(number) ? Long.toString(number.longValue()) : plain(number);
    }
    String text = ConfigValueFactory.fromAnyRef(key.preset()).render(ConfigRenderOptions.concise());
    return text.matches("\"[a-z][a-z0-9-]*\"") && !text.matches("\"(true|false|null)\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }

  private static String plain(double number) {
    return Double.toString(number).replace("E", "e").replace(".0e", "e");
  }

  private static void comment(StringBuilder out, int depth, String doc) {
    if (doc.isEmpty()) {
      return;
    }
    String indent = "  ".repeat(depth) + "# ";
    for (String line : doc.stripTrailing().split("\n")) {
      // If a line of a table is too long, its rest is put on a new line, below the beginning of the
      // table's last column.
      int column = line.startsWith("  ") ? hanging(line) : 0;
      String rest = line;
      while (indent.length() + rest.length() > WIDTH
          && rest.lastIndexOf(' ', WIDTH - indent.length()) > column) {
        int at = rest.lastIndexOf(' ', WIDTH - indent.length());
        out.append(indent).append(rest, 0, at).append('\n');
        rest = " ".repeat(column) + rest.substring(at + 1);
      }
      out.append((indent + rest).stripTrailing()).append('\n');
    }
  }

  /** Position in a line of a table at which the table's last column begins. */
  private static int hanging(String line) {
    int first = line.indexOf(line.strip());
    int at = line.strip().lastIndexOf("  ");
    return at < 0 ? first : first + at + 2;
  }

  /** The text of the documentation page of settings, which has one table for each section. */
  public static String page() {
    StringBuilder out =
        new StringBuilder(
            """
            # Settings

            Every setting with its type, default and meaning. This page and `conf/reference.conf` are written from the declarations of
            the keys in `io.dendrite.config`, from which the program has its defaults, too.

            Settings come from a file in [HOCON](https://github.com/lightbend/config/blob/main/HOCON.md) (`--config FILE`) and from
            `--set key=value`, which is repeatable and wins over the file. Text values after `--set` are taken literally, all others are
            read as HOCON. Unknown keys are errors that name the nearest known one. Java programs make the same configuration by
            `Settings.hocon(text)`, `Settings.of(map)` or `Settings.defaults().with(KEY, value)`.

            The column "resumed" says what a run that goes on from a checkpoint (`--resume`) may change:

            | word | meaning |
            |---|---|
            | same | it decides the bits of the model; a resumed run must have the value that it began with |
            | may change | it may change. Where it decides bits (epochs, the library), the run goes on otherwise from there; what the key of a place names is compared by its content |
            """);
    for (Section section : Keys.SECTIONS) {
      out.append("\n## `").append(section.name()).append("`\n\n");
      if (!section.doc().isEmpty()) {
        out.append(section.doc().strip().replace("\n", " ")).append("\n\n");
      }
      out.append("| key | type | default | resumed | meaning |\n|---|---|---|---|---|\n");
      for (Key<?> key : section.keys()) {
        out.append("| `")
            .append(key.name())
            .append("` | ")
            .append(key.type().name())
            .append(" | `")
            .append(preset(key))
            .append("` | ")
            .append(key.effect() == Effect.BITS ? "same" : "may change")
            .append(" | ")
            .append(cell(key.doc()))
            .append(" |\n");
      }
    }
    return out.toString();
  }

  /**
   * Writes a key's description into one cell of a table; indented lines of the description are kept
   * as separate lines.
   */
  private static String cell(String doc) {
    StringBuilder cell = new StringBuilder();
    for (String line : doc.split("\n")) {
      String text =
          line.strip()
              .replaceAll(" {2,}", " · ")
              .replace("|", "\\|")
              .replace("<", "&lt;")
              .replace("*", "\\*")
              .replace("_", "\\_");
      if (cell.length() > 0) {
        cell.append(line.startsWith("  ") ? "<br>" : " ");
      }
      cell.append(text);
    }
    return cell.toString();
  }
}
