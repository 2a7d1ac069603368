package io.dendrite.score;

import io.dendrite.config.TrainConfig;
import io.dendrite.input.InputFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Writes predictions to files, in any format that Spark can write. */
public final class PredictionFiles {
  private static final String ALL_CHARSETS = "spark.sql.legacy.javaCharsets";

  private PredictionFiles() {}

  /**
   * Predicts rows and writes them with their predictions.
   *
   * <p>CSV is written by RFC 4180, with the delimiter, the quote (or {@code "} if there is none)
   * and the {@code data.encoding} of the input ({@code auto}: UTF-8), and with a header unless the
   * input is CSV without a header. A field of a CSV file comes back as it was, blanks included;
   * null in a table is written as an empty field.
   *
   * @param uri the rows to predict
   * @param out directory to write, which must not exist
   * @param format {@code csv}, {@code parquet} or another format of Spark
   * @param options options of Spark's writer; they override the options that this method sets
   * @return number of rows
   * @throws IllegalArgumentException if Spark does not know the format
   */
  public static long write(
      ModelScoring scoring, String uri, String out, String format, Map<String, String> options)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>();
    SparkSession session = scoring.session();
    // Spark writes few character sets unless it is asked for all that Java knows.
    String before = session.conf().get(ALL_CHARSETS, null);
    session.conf().set(ALL_CHARSETS, "true");
    try {
      write(scoring, uri, out, format, options, all);
      if (format.equals("csv")) {
        all.put("multiLine", "true");
      }
      return InputFiles.literally(session).format(format).options(all).load(out).count();
    } finally {
      if (before == null) {
        session.conf().unset(ALL_CHARSETS);
      } else {
        session.conf().set(ALL_CHARSETS, before);
      }
    }
  }

  private static void write(
      ModelScoring scoring,
      String uri,
      String out,
      String format,
      Map<String, String> options,
      Map<String, String> all)
      throws IOException {
    scoring.predict(
        uri,
        (table, named) -> {
          if (format.equals("csv")) {
            all.putAll(csv(scoring.data(), named));
          }
          all.putAll(options);
          try {
            table.write().format(format).options(all).save(out);
          } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
            throw named(format, e);
          }
        });
  }

  /** The options with which Spark writes CSV by RFC 4180. */
  private static Map<String, String> csv(TrainConfig.Data data, boolean named) {
    String quote = data.quote() == 0 ? "\"" : String.valueOf(data.quote());
    Map<String, String> csv = new LinkedHashMap<>();
    csv.put("header", Boolean.toString(named));
    csv.put("sep", String.valueOf(data.delimiter()));
    csv.put("quote", quote);
    csv.put("escape", quote);
    csv.put("ignoreLeadingWhiteSpace", "false");
    csv.put("ignoreTrailingWhiteSpace", "false");
    csv.put("emptyValue", "");
    if (!data.encoding().equals("auto")) {
      csv.put("encoding", data.encoding());
    }
    return csv;
  }

  /**
   * The exception to throw after writing has failed: a new exception that names the format if Spark
   * does not know the format, else {@code e} itself.
   */
  private static RuntimeException named(String format, Exception e) throws IOException {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassNotFoundException) {
        return new IllegalArgumentException(
            "--format is '"
                + format
                + "'; expected csv, parquet or another format that Spark can write (json, orc; others"
                + " with --packages)",
            e);
      }
    }
    if (e instanceof IOException io) {
      throw io;
    }
    return e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
  }
}
