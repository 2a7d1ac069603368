package io.dendrite.train;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is said of Parquet that Spark cannot read: place, file and the first of all reasons. */
final class UnreadableParquet {
  private static final Pattern NAMED = Pattern.compile("while reading file (.*?)\\.? +SQLSTATE");

  private UnreadableParquet() {}

  /** A failure while rows are read, with the file where Spark names it in its own words. */
  static DataException rows(String where, Exception e) {
    String file = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Matcher named = NAMED.matcher(firstLine(cause));
      file = named.find() ? named.group(1) + ": " : file;
    }
    return failure(where + " cannot be read as Parquet: " + file, e);
  }

  /** A file that cannot be opened. */
  static DataException file(String where, String path, Exception e) {
    return failure(where + " cannot be read as Parquet: " + path + ": ", e);
  }

  private static DataException failure(String message, Exception e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    return new DataException(message + firstLine(first), e);
  }

  private static String firstLine(Throwable e) {
    return e.getMessage() == null
        ? "it is damaged (" + e.getClass().getSimpleName() + ")"
        : e.getMessage().lines().findFirst().orElse("");
  }
}
