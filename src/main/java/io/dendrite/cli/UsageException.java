package io.dendrite.cli;

/** Wrong usage or configuration: exit code 2, with the sentence for the user. */
final class UsageException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
