package io.dendrite.config;

import io.dendrite.optim.Registry;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Predicate;

/**
 * Which values of its type a key takes.
 *
 * @param wanted these values in words, as they appear after "expected"
 */
public record Check<T>(Predicate<T> holds, String wanted) {
  /** Every value of the type. */
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

  /** Numbers become {@code float} in the loops that use them, and must be valid there, too. */
  private static Check<Double> number(DoublePredicate holds, String wanted) {
    return new Check<>(
        value -> Float.isFinite(value.floatValue()) && holds.test(value.floatValue()), wanted);
  }

  /** From 0 to below 1. */
  static Check<Double> fraction() {
    return number(value -> value >= 0 && value < 1, "a number from 0 to below 1");
  }

  /** From 0 to 1. */
  static Check<Double> share(String wanted) {
    return number(value -> value >= 0 && value <= 1, wanted);
  }

  static Check<Double> aboveZero() {
    return number(value -> value > 0, "a number above 0");
  }

  static Check<Double> notBelowZero(String wanted) {
    return number(value -> value >= 0, wanted);
  }

  /** A range that includes 0, which switches something off. */
  static Check<Double> orZeroFor(String off) {
    return notBelowZero("a number above 0, or 0 for " + off);
  }
}
