package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/** The parsed rows of one input, before they are distributed over shards. */
public interface RowSource {
  /** Greatest number of rows in a chunk. */
  int CHUNK_ROWS = 8192;

  /** When a chunk has this number of bytes, no further row is added to the chunk. */
  long CHUNK_BYTES = 8L << 20;

  /** The rows of the input, with complaints about rows that cannot be used. */
  JavaRDD<Chunk> chunks();

  /** Names of the numeric features; empty if the features have no names. */
  List<String> numericNames();

  /** Names of the categorical features. */
  List<String> categoricalNames();

  /** Names of the target columns; empty if the columns have no names. */
  List<String> targetNames();

  /**
   * True if rows that are read as sparse rows may be stored as dense rows when few of their values
   * are zero.
   */
  default boolean mayBeDense() {
    return false;
  }

  /** The columns whose values are in {@link Chunk#carried()}; empty if chunks carry no values. */
  List<StructField> carried();

  /** False if the names of the columns are made up, because the input is CSV without a header. */
  default boolean named() {
    return true;
  }

  /**
   * Checks that an input exists, if this can be checked without a Spark job.
   *
   * @throws DataException if the input's format reads files, and no file is found
   */
  static void require(String key, String uri, TrainConfig.Data data, Configuration conf)
      throws IOException {
    if (Format.readsFiles(data.format())) {
      InputFiles.list(key, uri, conf);
    }
  }

  /**
   * Opens an input.
   *
   * @throws DataException if the input does not exist, or its format or columns do not fit the
   *     request
   */
  static RowSource open(SparkSession spark, RowRequest request) throws IOException {
    if (request.table() != null) {
      return new TableSource(request.table(), request, "");
    }
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    TrainConfig.Data data = request.data();
    List<FileStatus> files =
        Format.readsFiles(data.format())
            ? InputFiles.list(request.key(), request.uri(), conf)
            : List.of();
    Format format =
        files.isEmpty()
            ? Format.named(data.format())
            : Format.of(data.format(), request.key(), files.get(0), conf);
    if (!format.columns()
        && request.known() == null
        && !(data.weight().isEmpty()
            && data.categorical().isEmpty()
            && data.features().isEmpty())) {
      throw new IllegalArgumentException(
          "data.weight, data.categorical and data.features name columns, but "
              + request.uri()
              + " is of format "
              + format.name()
              + ", which has none; leave them empty");
    }
    if (!format.options() && !data.options().isEmpty()) {
      throw new IllegalArgumentException(
          "data.options is set, but "
              + request.uri()
              + " is of format "
              + format.name()
              + ", which has none; leave it empty");
    }
    return format.opener().open(spark, request, files);
  }
}
