package io.dendrite.nn;

import java.util.List;

/**
 * An option of an op, as the op asks for it.
 *
 * @param expected the allowed values in words: {@code "a whole number of at least 1"}
 * @param known the allowed texts; empty if the option is not a choice between texts
 * @param otherwise its default, or the name of the option whose value is its default; null if it is
 *     required
 */
public record Option(String name, String expected, List<String> known, String otherwise) {
  /** The option as the documentation writes it: {@code units}, {@code pool = max (or average)}. */
  @Override
  public String toString() {
    if (otherwise == null) {
      return name;
    }
    String value = otherwise.contains(" ") ? '"' + otherwise + '"' : otherwise;
    List<String> others = known.stream().filter(text -> !text.equals(otherwise)).toList();
    return name
        + " = "
        + value
        + (others.isEmpty() ? "" : " (or " + String.join(", ", others) + ")");
  }
}
