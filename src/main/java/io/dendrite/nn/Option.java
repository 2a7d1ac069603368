package io.dendrite.nn;

import java.util.List;

/**
 * An option of an op, as the op asks for it.
 *
 * @param expected what its values are: {@code "a whole number of at least 1"}
 * @param known the texts that it can be; empty for any
 * @param otherwise its value unless given, or the name of the option whose value it takes; null if
 *     it has to be given
 */
public record Option(String name, String expected, List<String> known, String otherwise) {
  /** As documentation has it: {@code units}, {@code pool = max (or average)}. */
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
