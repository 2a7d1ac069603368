package io.dendrite.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the benchmarks of one run found: figures with units, and ratios between them. */
final class Report {
  private final Map<String, Double> figures = new LinkedHashMap<>();
  private final Map<String, Double> ratios = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  /** A measured quantity. */
  void figure(String name, double value, String unit) {
    figures.put(name, value);
    line(name, number(value) + " " + unit);
  }

  /** Two figures divided; {@code meaning} says which way round. */
  void ratio(String name, double value, String meaning) {
    ratios.put(name, value);
    line(name, String.format(Locale.ROOT, "%.2f  %s", value, meaning));
  }

  /** A line of text. */
  void say(String text) {
    lines.add(text);
    System.err.println(text);
  }

  private void line(String name, String text) {
    String line = String.format(Locale.ROOT, "  %-28s %s", name, text);
    lines.add(line);
    System.err.println(line);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 1 ? "%.2f" : "%.4f", value);
  }

  /** The whole table. */
  String table() {
    return String.join(System.lineSeparator(), lines);
  }

  /** One object with all figures and ratios. */
  String json() {
    try {
      return new ObjectMapper().writeValueAsString(Map.of("figures", figures, "ratios", ratios));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
