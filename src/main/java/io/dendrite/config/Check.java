package io.dendrite.config;

import io.dendrite.optim.Registry;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/**
 * Defines which values a configuration key may have, among all values of its type.
 *
 * @param wanted description of the allowed values, which follows the word "expected" in error
 *     messages
 */
public record Check<T>(Predicate<T> holds, String wanted) {
  /** Allows every value of the type. */
  static <T> Check<T> any() {
    return new Check<>(value -> true, "");
  }

  static Check<String> oneOf(List<String> names) {
    return new Check<>(names::contains, "one of " + String.join(", ", names));
  }

  static Check<String> oneOf(Registry<?> table) {
    return oneOf(table.names().stream().sorted().toList());
  }

  static Check<String> oneOf(String... names) {
    return oneOf(List.of(names));
  }

  static Check<Integer> atLeast(int least, String wanted) {
    return new Check<>(value -> value >= least, wanted);
  }

  static Check<Integer> atLeastOne() {
    return atLeast(1, "a whole number of at least 1");
  }

  /**
   * Checks a number after its conversion to {@code float}, since the loops that use the number are
   * in {@code float}.
   */
  private static Check<Double> number(DoublePredicate holds, String wanted) {
    return new Check<>(
        value -> Float.isFinite(value.floatValue()) && holds.test(value.floatValue()), wanted);
  }

  /** Allows numbers from 0 (inclusive) to 1 (exclusive). */
  static Check<Double> fraction() {
    return number(value -> value >= 0 && value < 1, "a number from 0 to below 1");
  }

  /** Allows numbers from 0 to 1, both inclusive. */
  static Check<Double> share(String wanted) {
    return number(value -> value >= 0 && value <= 1, wanted);
  }

  static Check<Double> aboveZero() {
    return number(value -> value > 0, "a number above 0");
  }

  static Check<Double> notBelowZero(String wanted) {
    return number(value -> value >= 0, wanted);
  }

  /**
   * Allows numbers of at least 0, where 0 switches a feature off. Error messages say what 0 means
   * with the text {@code off}, for example "no clipping".
   */
  static Check<Double> orZeroFor(String off) {
    return notBelowZero("a number above 0, or 0 for " + off);
  }
}
