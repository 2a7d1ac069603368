package io.dendrite.data;

/** The data cannot be used as they are; the message is the sentence for the user. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** With the sentence. */
  public DataException(String message) {
    super(message);
  }

  /** With what led to it, for those who ask for details. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
