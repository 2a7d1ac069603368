package io.dendrite.task;

/**
 * Thrown when a loss or gradient is NaN or infinite; the message names step, partition and layer.
 */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NonFiniteException(String message) {
    super(message);
  }
}
