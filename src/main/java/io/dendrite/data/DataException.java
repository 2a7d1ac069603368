package io.dendrite.data;

/** Thrown when the data cannot be used as they are; the message is a sentence for the user. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates an exception with the sentence for the user. */
  public DataException(String message) {
    super(message);
  }

  /**
   * Creates an exception with a sentence for the user, and with the cause, for users who ask for
   * details.
   */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
