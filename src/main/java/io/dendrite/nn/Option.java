package io.dendrite.nn;

import java.util.List;

/**
 * An option of a type of layer or loss, as the code of the type declares it by asking for its
 * value.
 *
 * @param expected the allowed values in words, for example {@code "a whole number of at least 1"}
 * @param known the allowed texts; empty if the option is not a choice between texts
 * @param otherwise default value, or the name of another option whose value is the default; null if
 *     the option is required
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
