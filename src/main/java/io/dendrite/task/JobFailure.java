package io.dendrite.task;

import io.dendrite.data.DataException;

/** Thrown when a Spark job failed for a reason that may not recur when the job is tried again. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private JobFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The exception to throw for a job's failure. Exceptions for mistakes of the user and errors of
   * the JVM, which would recur, are returned unchanged.
   */
  public static RuntimeException of(Throwable failure) {
    Throwable root = failure;
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof DataException data) {
        return data;
      }
      if (e instanceof Error error) {
        throw error;
      }
      root = e;
    }
    // Only the first line is used: the message of an exception from another JVM may contain its
    // stack trace.
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    String kind =
        root instanceof IllegalStateException ? "" : root.getClass().getSimpleName() + ": ";
    return new JobFailure(kind + message, failure);
  }
}
