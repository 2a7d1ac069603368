package io.dendrite.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An example for tests: options of a layer or loss, and the shapes and range of inputs that the
 * layer or loss accepts with these options.
 *
 * @param text the sample in the notation of {@link #of}
 * @param options value of each option by name
 * @param inputs for each input, the shape of one row; empty if the layer or loss takes one input of
 *     any shape
 * @param positive whether the input must be above 0
 * @param below number of input values: the input consists of whole numbers from 0 (inclusive) to
 *     {@code below} (exclusive) and has no derivative; 0 if the input may be any numbers
 */
public record Sample(
    String text, Map<String, Object> options, List<Shape> inputs, boolean positive, int below) {

  /**
   * Reads a sample from text that has three optional parts. The first part of a sample gives
   * options as users write them, as a value without a name and pairs {@code name=value}. The second
   * part of a sample, after {@code on}, gives the shape of each input, separated by commas, as
   * {@code channels x height x width} without spaces or as the length of a plain vector. The third
   * part of a sample gives the range of the input, as {@code above 0} for numbers above 0 or {@code
   * below n} for whole numbers from 0 to n - 1. For example, {@code "3 size=5 on 2 below 5"} means
   * that the first option is 3, the option {@code size} is 5, and each row of the only input
   * consists of 2 whole numbers from 0 to 4.
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
