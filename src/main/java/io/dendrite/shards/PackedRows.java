package io.dendrite.shards;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.input.Notices;
import io.dendrite.input.RowRequest;
import io.dendrite.input.RowSource;
import io.dendrite.input.TrainingRows;
import io.dendrite.net.Net;
import io.dendrite.net.Purpose;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * The rows of one or several runs, read, packed and cached.
 *
 * @param name name of the training rows, for messages
 * @param validation validation rows; null if none are wanted
 * @param test test rows; null if {@code data.test} is empty
 */
public record PackedRows(
    String name, Encoding encoding, ShardedRows train, ShardedRows validation, ShardedRows test)
    implements AutoCloseable {

  /** The request for the training rows of a run. */
  static RowRequest request(TrainingRows rows, TrainConfig config) {
    TrainConfig.Data data = config.data();
    Purpose purpose = config.network().purpose();
    boolean classes = purpose == Purpose.CLASSIFICATION;
    boolean needLabel = purpose != Purpose.AUTOENCODER;
    return rows.train() == null
        ? new RowRequest(
            "data.train", data.train(), data.labels(), data, classes, needLabel, null, false)
        : RowRequest.of(rows.train(), rows.name(), data, classes, needLabel, null);
  }

  /**
   * Reads and packs the rows of a run.
   *
   * @param partitions number of shards
   * @throws DataException if the rows cannot be used
   */
  public static PackedRows pack(
      TrainingRows rows, TrainConfig config, int partitions, int slots, Notices listener)
      throws IOException {
    SparkSession spark = rows.session();
    TrainConfig.Data data = config.data();
    RowRequest request = request(rows, config);
    if (!data.test().isEmpty()) {
      RowSource.require("data.test", data.test(), data, spark.sparkContext().hadoopConfiguration());
    }
    PackedRows packed = new PackedRows(rows.name(), null, null, null, null);
    try (RawRows raw = RawRows.read(spark, request, listener::notice)) {
      Encoding encoding = raw.learnEncoding(rows.classes());
      requireNetwork(config, encoding);
      boolean given = rows.validation() != null;
      RowLoader.Split split =
          RowLoader.split(raw, encoding, partitions, given ? 0 : data.validation(), slots);
      packed = new PackedRows(rows.name(), encoding, split.train(), split.validation(), null);
      if (given) {
        RowRequest held =
            RowRequest.of(
                rows.validation(),
                "the validation rows",
                data,
                request.classes(),
                request.needLabel(),
                encoding);
        ShardedRows validation = others(held, spark, encoding, partitions, slots, listener);
        packed = new PackedRows(rows.name(), encoding, split.train(), validation, null);
      }
      if (!data.test().isEmpty()) {
        RowRequest test =
            new RowRequest(
                "data.test",
                data.test(),
                "",
                data,
                encoding.classes(),
                request.needLabel(),
                encoding,
                false);
        ShardedRows tested = others(test, spark, encoding, partitions, slots, listener);
        packed = new PackedRows(rows.name(), encoding, packed.train(), packed.validation(), tested);
      }
      return packed;
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      packed.close();
      throw e;
    }
  }

  /** Checks that the network fits the rows, before they are packed. */
  private static void requireNetwork(TrainConfig config, Encoding encoding) {
    new Net(config.network(), encoding.inputs(), encoding.outputs());
  }

  /** Reads and packs validation or test rows, with the encoding of the training rows. */
  private static ShardedRows others(
      RowRequest request,
      SparkSession spark,
      Encoding encoding,
      int partitions,
      int slots,
      Notices listener)
      throws IOException {
    try (RawRows raw = RawRows.read(spark, request, listener::notice)) {
      raw.check(encoding);
      return RowLoader.load(raw, encoding, partitions, slots);
    }
  }

  /** The same rows; the cached blocks stay when the result is closed. */
  public PackedRows borrow() {
    return new PackedRows(
        name,
        encoding,
        train.borrow(),
        validation == null ? null : validation.borrow(),
        test == null ? null : test.borrow());
  }

  /** Removes the rows from the executors' caches. */
  @Override
  public void close() {
    ShardedRows.unpersistAll(train, validation, test);
  }
}
