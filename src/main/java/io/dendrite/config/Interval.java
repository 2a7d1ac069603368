package io.dendrite.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An interval at which something, such as saving a checkpoint, is repeated: a number of steps, of
 * epochs, or of seconds.
 *
 * @param unit unit of the interval, which is {@code steps}, {@code epochs} or {@code seconds}
 * @param count number of units, at least 1
 */
public record Interval(String unit, long count) {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,9})\\s*(steps?|epochs?|s|sec|seconds?|min|minutes?|h|hours?)");

  /**
   * Reads an interval from text, such as {@code "200 steps"}, {@code "1 epoch"} or {@code "10
   * min"}.
   *
   * @param key name of the setting, for the error message
   * @throws IllegalArgumentException if the text has any other form
   */
  public static Interval parse(String key, String text) {
    return parse(key, text, "expected for example \"200 steps\", \"1 epoch\" or \"10 min\"");
  }

  /**
   * Reads a duration from text, such as {@code "10 min"}.
   *
   * @param key name of the setting, for the error message
   * @throws IllegalArgumentException if the text has any other form
   */
  public static Duration time(String key, String text) {
    String expected =
        "expected a whole number of at least 1 with s, min or h, for example \"30 s\"";
    Interval interval = parse(key, text, expected);
    if (!interval.unit.equals("seconds")) {
      throw refusal(key, text, expected);
    }
    return Duration.ofSeconds(interval.count);
  }

  private static Interval parse(String key, String text, String expected) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches() || Long.parseLong(form.group(1)) < 1) {
      throw refusal(key, text, expected);
    }
    long count = Long.parseLong(form.group(1));
    return switch (form.group(2).charAt(0)) {
      case 'e' -> new Interval("epochs", count);
      case 'm' -> new Interval("seconds", 60 * count);
      case 'h' -> new Interval("seconds", 3600 * count);
      default -> new Interval(form.group(2).startsWith("st") ? "steps" : "seconds", count);
    };
  }

  private static IllegalArgumentException refusal(String key, String text, String expected) {
    return new IllegalArgumentException(key + " is '" + text + "'; " + expected);
  }
}
