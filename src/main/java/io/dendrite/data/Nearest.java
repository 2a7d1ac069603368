package io.dendrite.data;

import java.util.Collection;
import java.util.Locale;

/**
 * The known name most like an unknown one, by edit distance (Levenshtein 1966) without regard to
 * case.
 */
public final class Nearest {
  private Nearest() {}

  /** The nearest of the known names, or null if there are none. */
  public static String name(String unknown, Collection<String> known) {
    String best = null;
    int least = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(lower(unknown), lower(candidate));
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best;
  }

  private static String lower(String name) {
    String shown = name.length() > 200 ? name.substring(0, 200) : name;
    return shown.toLowerCase(Locale.ROOT);
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
