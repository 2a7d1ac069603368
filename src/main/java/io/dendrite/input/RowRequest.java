package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Encoding;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A request to read rows, which says where the rows are, how they are read, and which of their
 * columns are needed.
 *
 * @param key name of the setting or option that names the data, for messages
 * @param uri URI of the file, directory or glob from which rows are read
 * @param labels URI of IDX label files; empty if the label files are in the directories of the
 *     images
 * @param data the settings that say how to read the rows
 * @param classes whether labels are class names
 * @param needLabel whether rows must have a label
 * @param known the encoding of a model or of the training data; null if the encoding is to be
 *     learned from the rows
 * @param carry whether to keep the values of the input's columns, so that they can be written
 *     beside predictions
 * @param table the caller's DataFrame, which is read instead of the URI; null if the URI is read
 */
public record RowRequest(
    String key,
    String uri,
    String labels,
    TrainConfig.Data data,
    boolean classes,
    boolean needLabel,
    Encoding known,
    boolean carry,
    Dataset<Row> table) {

  /** A request for rows that a setting or an option names. */
  public RowRequest(
      String key,
      String uri,
      String labels,
      TrainConfig.Data data,
      boolean classes,
      boolean needLabel,
      Encoding known,
      boolean carry) {
    this(key, uri, labels, data, classes, needLabel, known, carry, null);
  }

  /**
   * A request for the rows of a DataFrame.
   *
   * @param name name of the DataFrame in messages
   */
  public static RowRequest of(
      Dataset<Row> table,
      String name,
      TrainConfig.Data data,
      boolean classes,
      boolean needLabel,
      Encoding known) {
    return new RowRequest(name, name, "", data, classes, needLabel, known, false, table);
  }

  /** The location of the requested rows, for messages. */
  public String place() {
    return table == null ? key + " = " + uri : uri;
  }

  /**
   * The label columns that the settings name or, if the settings name none, the label columns of
   * the known encoding.
   */
  List<String> labelColumns() {
    return data.label().isEmpty() && known != null ? known.targets() : data.label();
  }
}
