package io.dendrite.optim;

/** The values of {@code train.optimizer} that a learning rule asks for, by key. */
public interface RuleOptions {
  /** A number. */
  double number(String key);

  /** A whole number. */
  int integer(String key);

  /** True or false. */
  boolean flag(String key);

  /** A number in single precision. */
  default float real(String key) {
    return (float) number(key);
  }
}
