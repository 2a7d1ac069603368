package io.dendrite.task;

import io.dendrite.data.DataException;

/** A job failed for a reason that may not recur when the job is tried again. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private JobFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * What to throw for a job's failure. The user's own mistakes and faults of the JVM, which would
   * recur, are thrown as they are.
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
    // An exception from another JVM may carry its stack trace in its message.
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    String kind =
        root instanceof IllegalStateException ? "" : root.getClass().getSimpleName() + ": ";
    return new JobFailure(kind + message, failure);
  }
}
