package io.dendrite.data;

/** The data cannot be used as they are; the message is the sentence for the user. */
public final class DataException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Creates it with the sentence for the user. */
  public DataException(String message) {
    super(message);
  }

  /** Creates it with its cause, for those who ask for details. */
  public DataException(String message, Throwable cause) {
    super(message, cause);
  }
}
