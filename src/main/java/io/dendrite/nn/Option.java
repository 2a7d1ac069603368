package io.dendrite.nn;

import java.util.List;

/**
 * An option of a type of layer or loss. The code of the type declares the option by asking {@link
 * Options} for its value.
 *
 * @param expected the allowed values in words, for example {@code "a whole number of at least 1"}
 * @param known the allowed texts; empty if the option is not a choice between texts
 * @param otherwise the default value, or the name of another option whose value is used by default;
 *     null if users must give the option
 */
public record Option(String name, String expected, List<String> known, String otherwise) {
  /**
   * The text of the option in the documentation, for example {@code units} or {@code pool = max (or
   * average)}.
   */
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
