package io.dendrite.net;

import java.util.Arrays;
import java.util.List;

/**
 * The purposes that a network can have. The purpose decides what a target row holds and which
 * metrics are computed.
 */
public enum Purpose {
  /** To predict one class of several. */
  CLASSIFICATION("classification"),

  /** To predict for each of several labels whether it applies (1) or not (0). */
  MULTI_LABEL("multi-label"),

  /** To predict one or more numbers. */
  REGRESSION("regression"),

  /** To reproduce the features themselves, scaled as they enter the network. */
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
   * The purpose that settings call by this name.
   *
   * @throws IllegalArgumentException naming the known purposes
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
