package io.dendrite.ml;

import io.dendrite.shards.ShardedRows;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** An estimator whose fits can share packed rows. */
interface Searchable extends Params {
  /** Sets the supplier of packed rows for the fits of this estimator and of its copies. */
  void fitOn(FitRows rows);

  /** A model that can score packed rows. */
  interface Scorer {
    /**
     * A DataFrame with the labels and weights of packed rows, under the names of their columns, and
     * with the model's output columns.
     *
     * @param weight name of the column of weights; empty for none
     */
    Dataset<Row> scored(SparkSession session, ShardedRows rows, String weight);
  }
}
