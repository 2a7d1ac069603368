package io.dendrite.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Example options of a layer or loss, for tests, and the input rows that the layer or loss accepts
 * with these options.
 *
 * @param text the sample as text, as written in the table {@link Ops}
 * @param options value of each option by name
 * @param inputs for each input, the shape of one row; empty if the layer or loss takes one input of
 *     any shape
 * @param positive whether the input must be above 0
 * @param below if above 0, the input consists of whole numbers from 0 to {@code below} - 1 and has
 *     no derivative; if 0, the input may be any numbers
 */
public record Sample(
    String text, Map<String, Object> options, List<Shape> inputs, boolean positive, int below) {

  /**
   * Reads a sample such as {@code "3 kernel=2 on 2x5x4"}: options as users write them, then shapes,
   * then the allowed range of the input. {@code ""} means no options and any input, {@code "on 3,
   * 1, 4"} means three inputs, {@code "on 6 above 0"} means that the input must be above 0, {@code
   * "3 size=5 on 2 below 5"} means that the input consists of whole numbers from 0 to 4.
   */
  static Sample of(String text) {
    String[] parts = (" " + text).split(" on ", 2);
    Map<String, Object> options = new LinkedHashMap<>();
    for (String word : words(parts[0])) {
      int equals = word.indexOf('=');
      options.put(
          equals < 0 ? Options.POSITIONAL : word.substring(0, equals), word.substring(equals + 1));
    }
    String[] rows = parts.length == 1 ? new String[] {""} : parts[1].split(" (?=above|below)");
    List<Shape> inputs = words(rows[0].replace(',', ' ')).stream().map(Sample::shape).toList();
    String limit = rows.length == 1 ? "" : rows[1];
    if (!limit.matches("(above 0|below [1-9][0-9]*)?")) {
      throw new IllegalArgumentException(
          "sample '" + text + "' ends with '" + limit + "'; expected above 0, or below a number");
    }
    return new Sample(
        text,
        options,
        inputs,
        limit.startsWith("above"),
        limit.startsWith("below") ? Integer.parseInt(limit.substring(6)) : 0);
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.split(" +")).filter(word -> !word.isEmpty()).toList();
  }

  /** Reads a shape such as {@code "7"} or {@code "2x5x4"}. */
  private static Shape shape(String text) {
    int[] sizes = Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
    return sizes.length == 1 ? Shape.flat(sizes[0]) : new Shape(sizes[0], sizes[1], sizes[2]);
  }
}
