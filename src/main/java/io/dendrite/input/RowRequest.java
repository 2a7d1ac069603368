package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.Encoding;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Which rows to read, and for what.
 *
 * @param key setting or option that names the data, for messages
 * @param uri file, directory or glob
 * @param labels IDX label files, empty to look beside the images
 * @param data how to read
 * @param classes whether labels are class names
 * @param needLabel whether rows must have a label
 * @param known the encoding of a model or of the training data; null when it is to be learned
 * @param carry whether to keep the input's columns, to repeat them beside a prediction
 * @param table rows of the caller's, in place of what the URI names; else null
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

  /** Rows that a setting or an option names. */
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
   * Rows of a DataFrame.
   *
   * @param name what it is called in messages
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

  /** Where the rows are, for messages. */
  public String place() {
    return table == null ? key + " = " + uri : uri;
  }

  /** The label columns: as set, else the label columns of the model. */
  List<String> labelColumns() {
    return data.label().isEmpty() && known != null ? known.targets() : data.label();
  }
}
