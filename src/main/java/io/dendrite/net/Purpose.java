package io.dendrite.net;

import java.util.Arrays;
import java.util.List;

/** What a network is for: this decides what its target rows are, and how it is scored. */
public enum Purpose {
  /** One class of several. */
  CLASSIFICATION("classification"),

  /** For each of several labels, 0 or 1. */
  MULTI_LABEL("multi-label"),

  /** Values. */
  REGRESSION("regression"),

  /** The features themselves, scaled as they go in. */
  AUTOENCODER("autoencoder");

  private final String text;

  Purpose(String text) {
    this.text = text;
  }

  /** The name in settings. */
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
