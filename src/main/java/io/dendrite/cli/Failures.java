package io.dendrite.cli;

import io.dendrite.checkpoint.DamagedFileException;
import io.dendrite.data.DataException;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Turns the failure of a command into one sentence for the user. */
final class Failures {
  /**
   * Matches Spark's message about a task that failed too often; the cause that the message contains
   * may be pages long.
   */
  private static final Pattern GIVEN_UP =
      Pattern.compile(
          "Job aborted due to stage failure: Task (\\d+) in stage (\\d+)\\S* failed (\\d+) times, most"
              + " recent failure: Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\(([^)]*)\\):? ?(.*)");

  private static final Pattern TRACE = Pattern.compile("(?s)\\R\\s*(at |Caused by: ).*");

  private Failures() {}

  /** The exit code for a failure: 2 for wrong usage or settings, else 1. */
  static int code(Exception failure) {
    return failure instanceof IllegalArgumentException && ownSentence(failure) == null ? 2 : 1;
  }

  /**
   * The sentence for the user that describes the failure.
   *
   * @param tasks the failed tasks of the session
   */
  static String sentence(Exception failure, FailedTasks tasks) {
    if (shuttingDown()) {
      return "interrupted";
    }
    if (String.valueOf(failure.getMessage()).contains("stopped SparkContext")) {
      return "Spark ended the application: no master answers at "
          + System.getProperty("spark.master")
          + ", its executors could not start, or it was stopped at the master; check --master and the logs of"
          + " its workers";
    }
    String own = ownSentence(failure);
    if (own != null) {
      return own;
    }
    if (failure instanceof IllegalArgumentException) {
      return message(failure);
    }
    if (failure instanceof DamagedFileException) {
      return message(failure) + "; copy it again from an intact copy, or create it again";
    }
    Throwable root = failure;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    boolean plain = failure instanceof IOException || root instanceof IOException;
    Throwable shown =
        failure instanceof IOException && failure.getMessage() != null ? failure : root;
    Matcher givenUp = GIVEN_UP.matcher(message(shown));
    if (givenUp.matches()) {
      return "the task of partition %s failed %s times, the last time on %s: %s; run again with --verbose for the details"
          .formatted(
              tasks.partition(number(givenUp, 2), number(givenUp, 1)),
              givenUp.group(3),
              givenUp.group(4),
              givenUp.group(5));
    }
    return (plain && shown.getMessage() != null ? "" : shown.getClass().getSimpleName() + ": ")
        + message(shown)
        + (plain ? "" : "; run again with --verbose for the details");
  }

  /**
   * The message of the exception, among {@code failure} and its causes, whose message was written
   * for the user; null if there is no such exception.
   */
  private static String ownSentence(Exception failure) {
    for (Throwable e = failure; e != null; e = e.getCause()) {
      if (e instanceof DataException || e instanceof NonFiniteException) {
        return e.getMessage();
      }
    }
    return null;
  }

  /** True if a signal is ending the program, so that Spark stopped while the command still ran. */
  private static boolean shuttingDown() {
    Thread probe = new Thread();
    try {
      Runtime.getRuntime().addShutdownHook(probe);
      Runtime.getRuntime().removeShutdownHook(probe);
      return false;
    } catch (IllegalStateException e) {
      return true;
    }
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  /**
   * The exception's message without stack traces of other processes and other long texts that Spark
   * adds.
   */
  private static String message(Throwable e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return e.getClass().getName().startsWith("org.apache.spark")
        ? message.lines().findFirst().orElse("")
        : TRACE.matcher(message).replaceFirst("");
  }
}
