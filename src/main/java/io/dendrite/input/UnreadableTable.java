package io.dendrite.input;

import io.dendrite.data.DataException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.rdd.InputFileBlockHolder;

/**
 * Builds the error message about a table that Spark cannot read. The message has the table's
 * location, the file, and the innermost cause.
 */
final class UnreadableTable {
  private static final Pattern NAMED = Pattern.compile("while reading file (.*?)\\.? +SQLSTATE");

  private UnreadableTable() {}

  /**
   * The exception for a failure while rows are read. The exception names the file that Spark's
   * message names. Spark's message names no file if the failure happens while values are decoded,
   * after the file was read. The exception then names the file that the task has open.
   *
   * @param format format of the files; empty for a table without files of its own
   */
  static DataException rows(String where, String format, Exception e) {
    String named = named(e);
    return file(
        where,
        format,
        named.isEmpty() ? InputFileBlockHolder.getInputFilePath().toString() : named,
        e);
  }

  /** The file that Spark's exception names; empty if the exception names no file. */
  static String named(Exception e) {
    String file = "";
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      Matcher named = NAMED.matcher(firstLine(cause));
      file = named.find() ? named.group(1) : file;
    }
    return file;
  }

  /**
   * The exception for a file that cannot be read. If it is not known which file this is, {@code
   * file} is empty.
   */
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
