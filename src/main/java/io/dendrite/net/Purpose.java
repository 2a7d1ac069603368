package io.dendrite.net;

import java.util.Arrays;
import java.util.List;

/**
 * The purposes that a network can have. The purpose decides what a target row holds and which
 * metrics are computed.
 */
public enum Purpose {
  /** The network predicts one class of several. */
  CLASSIFICATION("classification"),

  /** The network predicts for each of several labels whether the label applies (1) or not (0). */
  MULTI_LABEL("multi-label"),

  /** The network predicts one or more numbers. */
  REGRESSION("regression"),

  /** The network reproduces its input, the scaled features. */
  AUTOENCODER("autoencoder");

  private final String text;

  Purpose(String text) {
    this.text = text;
  }

  /** The name of the purpose in settings. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * Returns the purpose whose name in settings is {@code text}.
   *
   * @throws IllegalArgumentException if no purpose has this name; the message lists the known names
   */
  public static Purpose of(String text) {
    List<String> known = Arrays.stream(values()).map(Purpose::toString).toList();
    if (!known.contains(text)) {
      throw new IllegalArgumentException(
          "network.task is '" + text + "'; expected one of " + String.join(", ", known));
    }
    return values()[known.indexOf(text)];
  }
}
