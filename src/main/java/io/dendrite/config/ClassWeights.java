package io.dendrite.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The weight that the rows of each class have in training ({@code data.classWeights}). In training,
 * the weight of a row is its own weight times the weight of its class.
 *
 * @param balanced whether the weight of each class is computed, as (number of rows) / (number of
 *     classes x number of rows of the class)
 * @param given weights that the user gave, in the order of the class indices; empty if the user
 *     gave no weights
 */
public record ClassWeights(boolean balanced, List<Double> given) {
  static final ClassWeights NONE = new ClassWeights(false, List.of());

  /**
   * Reads class weights from {@code none}, {@code balanced} or a list of numbers.
   *
   * @param key name of the setting, for the error message
   * @throws IllegalArgumentException if the value is not {@code none}, {@code balanced} or a list
   *     of numbers of at least 0; the message says what is expected
   */
  static ClassWeights of(String key, Object written) {
    if ("none".equals(written)) {
      return NONE;
    }
    if ("balanced".equals(written)) {
      return new ClassWeights(true, List.of());
    }
    List<Double> given = new ArrayList<>();
    for (Object weight : written instanceof List<?> list && !list.isEmpty() ? list : List.of("")) {
      if (!(weight instanceof Number number)
          || !(number.doubleValue() >= 0)
          || !Float.isFinite(number.floatValue())) {
        throw new IllegalArgumentException(
            key
                + " is "
                + written
                + "; expected none, balanced, or a list of one number, at least 0, per class");
      }
      given.add(number.doubleValue());
    }
    return new ClassWeights(false, List.copyOf(given));
  }

  public boolean isNone() {
    return !balanced && given.isEmpty();
  }

  @Override
  public String toString() {
    return balanced ? "balanced" : given.isEmpty() ? "none" : given.toString();
  }
}
