package io.dendrite.input;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The source of a run's rows: the files or tables that its settings name, or the caller's
 * DataFrames.
 *
 * @param train the caller's DataFrame of training rows; null if {@code data.train} names the
 *     training rows
 * @param validation the caller's DataFrame of validation rows; null if {@code data.validation}
 *     selects the validation rows
 * @param classes function from the labels found in the data to the names of all classes, in the
 *     order of their indices
 */
public record TrainingRows(
    SparkSession session,
    Dataset<Row> train,
    Dataset<Row> validation,
    UnaryOperator<List<String>> classes) {
  /** The name by which messages refer to the caller's DataFrame. */
  private static final String NAME = "the DataFrame";

  /** The source for a run whose rows are named by its settings. */
  public static TrainingRows named(SparkSession session) {
    return new TrainingRows(session, null, null, UnaryOperator.identity());
  }

  /** The name of the training rows, for messages. */
  public String name() {
    return train == null ? "data.train" : NAME;
  }
}
