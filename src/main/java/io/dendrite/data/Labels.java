package io.dendrite.data;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/**
 * Makes canonical names of classes, such that all spellings of a number have the same name, and
 * sorts the names into the order of the class indices.
 */
public final class Labels {
  private static final int LONGEST_NUMBER = 64;
  private static final int LARGEST_EXPONENT = 308;

  private Labels() {}

  /**
   * The canonical name of a class. If the text is a finite number, its canonical name is the
   * shortest plain decimal ("5" for 5, 5.0, +5, 5e0). Any other text is its own canonical name,
   * without surrounding spaces and tabs.
   */
  public static String canonical(String text) {
    String label = withoutBlanks(text);
    BigDecimal number = number(label);
    if (number == null) {
      return label;
    }
    BigDecimal shortest = number.stripTrailingZeros();
    boolean plain = Math.abs(shortest.scale()) <= 20 && shortest.precision() <= 40;
    return plain ? shortest.toPlainString() : shortest.toString();
  }

  /**
   * The distinct labels in the order of their class indices: in numeric order if all are numbers,
   * otherwise in lexicographic order.
   */
  public static List<String> sortLabels(Collection<String> labels) {
    List<String> sorted = new ArrayList<>(new TreeSet<>(labels));
    for (String label : sorted) {
      if (number(label) == null) {
        return sorted;
      }
    }
    sorted.sort(Comparator.comparing(Labels::number));
    return sorted;
  }

  /**
   * The exact value of a label that is a number; null if the text is no number, is too long, or is
   * beyond the range of double.
   */
  private static BigDecimal number(String label) {
    if (label.isEmpty() || label.length() > LONGEST_NUMBER || !Decimals.isNumber(ascii(label))) {
      return null;
    }
    BigDecimal number;
    try {
      number = new BigDecimal(label);
    } catch (NumberFormatException exponentBeyondInt) {
      return null;
    }
    long exponent = (long) number.precision() - number.scale();
    boolean sensible = number.signum() == 0 || Math.abs(exponent) <= LARGEST_EXPONENT;
    return sensible ? number : null;
  }

  /**
   * Removes the characters around a name that the parsers treat as blank. A label without blanks is
   * empty only if the label is missing.
   */
  private static String withoutBlanks(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static byte[] ascii(String label) {
    return label.getBytes(StandardCharsets.UTF_8);
  }
}
