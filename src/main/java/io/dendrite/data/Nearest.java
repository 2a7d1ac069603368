package io.dendrite.data;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The known name most like an unknown one, by edit distance (Levenshtein 1966) without regard to
 * case.
 */
public final class Nearest {
  /** Longer names are compared by their beginnings: the time is the product of two lengths. */
  private static final int LONGEST = 200;

  private Nearest() {}

  /** The first of the nearest of the known names, or null if there are none. */
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
