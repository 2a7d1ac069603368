package io.dendrite.cli.text;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes metrics as text for people. */
public final class MetricsText {
  private MetricsText() {}

  /**
   * Prints one line: Prints {@code of}, which names the scored rows, and then each metric with its
   * name.
   */
  public static void say(String of, Map<String, ? extends Number> metrics) {
    System.out.println(of + ": " + text(metrics));
  }

  /** The text of all metrics, each with its name. */
  static String text(Map<String, ? extends Number> metrics) {
    return metrics.entrySet().stream()
        .map(metric -> metric.getKey() + " " + text(metric.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String text(Number number) {
    return number instanceof Double d ? String.format(Locale.ROOT, "%.4f", d) : number.toString();
  }
}
