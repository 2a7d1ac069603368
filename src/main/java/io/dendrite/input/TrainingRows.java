package io.dendrite.input;

import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Where the rows of a run come from: what its settings name, or DataFrames of the caller.
 *
 * @param train null for what {@code data.train} names
 * @param validation rows to validate with; null for those that {@code data.validation} holds out
 * @param classes all class names in the order of their indices, from the labels that were found
 */
public record TrainingRows(
    SparkSession session,
    Dataset<Row> train,
    Dataset<Row> validation,
    UnaryOperator<List<String>> classes) {
  /** What DataFrames are called in messages. */
  private static final String NAME = "the DataFrame";

  /** Rows that settings name. */
  public static TrainingRows named(SparkSession session) {
    return new TrainingRows(session, null, null, UnaryOperator.identity());
  }

  /** The name of the training rows, for messages. */
  public String name() {
    return train == null ? "data.train" : NAME;
  }
}
