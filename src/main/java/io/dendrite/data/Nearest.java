package io.dendrite.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * Finds the known name that is most similar to an unknown one, by edit distance (Levenshtein 1966),
 * ignoring case.
 */
public final class Nearest {
  /**
   * Number of characters of a name that are compared. The rest of a longer name is ignored, since
   * the time for a comparison is proportional to the product of the lengths of both names.
   */
  private static final int LONGEST = 200;

  private Nearest() {}

  /**
   * The known name with the smallest edit distance to the unknown name, or the first such name if
   * several are equally near; null if there are no known names.
   */
  public static String name(String unknown, Collection<String> known) {
    String sought = lower(unknown);
    return known.stream()
        .min(Comparator.comparingInt(name -> distance(sought, lower(name))))
        .orElse(null);
  }

  private static int distance(String a, String b) {
    return LevenshteinDistance.getDefaultInstance().apply(a, b);
  }

  private static String lower(String name) {
    String shown = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    return shown.toLowerCase(Locale.ROOT);
  }
}
