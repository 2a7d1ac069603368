package io.dendrite.input;

import io.dendrite.data.DataException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.rdd.InputFileBlockHolder;

/** The message about a table that Spark cannot read: place, file and the innermost reason. */
final class UnreadableTable {
  private static final Pattern NAMED = Pattern.compile("while reading file (.*?)\\.? +SQLSTATE");

  private UnreadableTable() {}

  /**
   * A failure while rows are read: the file is the one that Spark names in its own words or, where
   * values are decoded late, the one that the task has open.
   *
   * @param format of the files; empty for a table without files of its own
   */
  static DataException rows(String where, String format, Exception e) {
    String named = named(e);
    return file(
        where,
        format,
        named.isEmpty() ? InputFileBlockHolder.getInputFilePath().toString() : named,
        e);
  }

  /** The file that Spark names; empty if it names none. */
  static String named(Exception e) {
    String file = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Matcher named = NAMED.matcher(firstLine(cause));
      file = named.find() ? named.group(1) : file;
    }
    return file;
  }

  /** A file that cannot be read; empty if it is not known. */
  static DataException file(String where, String format, String file, Exception e) {
    Throwable innermost = e;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String reason = firstLine(innermost);
    String kind = innermost.getClass().getSimpleName();
    return new DataException(
        where
            + " cannot be read"
            + (format.isEmpty() ? "" : " as " + format)
            + ": "
            + (file.isEmpty() ? "" : file + ": ")
            + (reason.isEmpty() ? kind : reason.contains(" ") ? reason : kind + ": " + reason)
            + (format.isEmpty() ? "" : "; if the file is damaged, copy it again"),
        e);
  }

  private static String firstLine(Throwable e) {
    return e.getMessage() == null ? "" : e.getMessage().lines().findFirst().orElse("");
  }
}
