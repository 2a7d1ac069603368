package io.dendrite.optim;

/** Gives a learning rule the values of keys in {@code train.optimizer}. */
public interface RuleOptions {
  /** The value of a key that holds a number. */
  double number(String key);

  /** The value of a key that holds a whole number. */
  int integer(String key);

  /** The value of a key that holds true or false. */
  boolean flag(String key);

  /** The value, in single precision, of a key that holds a number. */
  default float real(String key) {
    return (float) number(key);
  }
}
