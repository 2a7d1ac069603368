package io.dendrite.shards;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.Scaler;
import io.dendrite.input.Notices;
import io.dendrite.input.TrainingRows;
import io.dendrite.net.Net;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * The data of a run: training, validation and test rows, packed and cached, with the encoding and
 * the scaling of the rows' columns.
 *
 * @param validation validation rows; null if there are none
 * @param test test rows; null if {@code data.test} is empty
 * @param scaler scaling of the features and targets, fitted to the training rows
 */
public record TrainingData(
    ShardedRows train,
    ShardedRows validation,
    ShardedRows test,
    Encoding encoding,
    Scaler scaler,
    Net net)
    implements AutoCloseable {

  /** Supplies the data of a run: reads and packs rows, or finds rows that are packed already. */
  public abstract static class Source implements AutoCloseable {
    private final TrainingRows rows;

    protected Source(TrainingRows rows) {
      this.rows = rows;
    }

    /** The session that the run computes in. */
    public final SparkSession session() {
      return rows.session();
    }

    /** The name of the training rows, for messages. */
    public final String name() {
      return rows.name();
    }

    /**
     * The data of a run with these settings.
     *
     * @param partitions number of shards
     * @throws DataException if the rows cannot be used
     */
    public abstract TrainingData load(
        TrainConfig config, int partitions, int slots, Notices listener) throws IOException;

    /** Ends the run's use of the data. */
    @Override
    public void close() {}
  }

  /** A source that reads and packs the rows for each run. */
  public static Source source(TrainingRows rows) {
    return new Source(rows) {
      @Override
      public TrainingData load(TrainConfig config, int partitions, int slots, Notices listener)
          throws IOException {
        return TrainingData.load(rows, config, partitions, slots, listener);
      }
    };
  }

  /**
   * Reads, checks and packs the rows of a run.
   *
   * @param partitions number of shards
   * @throws DataException if the rows cannot be used
   */
  public static TrainingData load(
      TrainingRows rows, TrainConfig config, int partitions, int slots, Notices listener)
      throws IOException {
    PackedRows packed = PackedRows.pack(rows, config, partitions, slots, listener);
    try {
      return of(packed, config, slots, listener);
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      packed.close();
      throw e;
    }
  }

  /**
   * Checks packed rows, and fits the scaling to the training rows.
   *
   * @throws DataException if the rows cannot be used
   */
  public static TrainingData of(
      PackedRows packed, TrainConfig config, int slots, Notices listener) {
    String name = packed.name();
    Encoding encoding = packed.encoding();
    ShardedRows train = packed.train();
    ShardedRows validation = packed.validation();
    ShardedRows test = packed.test();
    Net net = new Net(config.network(), encoding.inputs(), encoding.outputs());
    TrainConfig.Data data = config.data();
    if (validation != null && validation.rows() == 0) {
      listener.notice(
          "data.validation = " + data.validation() + " holds out none of " + train.rows() + " row");
      validation.unpersist();
      validation = null;
    }
    if (train.rows() == 0) {
      throw new DataException(
          "data.validation = "
              + data.validation()
              + " holds out the only row; expected 0, or more rows");
    }
    if (validation == null && config.run().patience() > 0) {
      throw new DataException(
          "train.stop.patience = "
              + config.run().patience()
              + " needs validation rows; set data.validation above 0, or patience = 0");
    }
    if (validation == null && config.run().schedule().watches()) {
      throw new DataException(
          "train.schedule.type = plateau needs validation rows; set data.validation higher");
    }
    WholeShares.check(net, train.shardRows(), config.run().batch(), config.run().chunk());
    boolean logarithm = data.scaleTarget().equals("log");
    TargetScaling.check(data.scaleTarget(), net);
    Targets.check(train, name, net, encoding, logarithm, slots);
    Targets.checkWeights(train, "the training rows of " + name, data.weight(), slots);
    if (validation != null) {
      Targets.check(validation, name, net, encoding, logarithm, slots);
      Targets.checkWeights(validation, "the validation rows of " + name, data.weight(), slots);
    }
    if (validation != null && net.classes()) {
      noticeMissing(train, validation, encoding, slots, listener);
    }
    if (test != null) {
      Targets.check(test, "data.test", net, encoding, logarithm, slots);
      Targets.checkWeights(test, "the rows of data.test", data.weight(), slots);
    }
    Scaler scaler =
        Scaler.fit(
                data.scale(),
                RowLoader.statistics(train, slots),
                encoding.sparse(),
                encoding.scalable())
            .with(TargetScaling.fit(data.scaleTarget(), train, net, slots));
    return new TrainingData(train, validation, test, encoding, scaler, net);
  }

  /**
   * The same data, but the one-hot columns of categories without training rows are 0. Rows of a
   * category without training rows then belong to none of the categories.
   */
  TrainingData ignoringAbsentCategories(int slots) {
    if (encoding.categories().isEmpty() || encoding.indexed()) {
      return this;
    }
    Scaler without =
        scaler.withoutZeroColumns(RowLoader.statistics(train, slots), encoding.width());
    return new TrainingData(train, validation, test, encoding, without, net);
  }

  /**
   * Notifies the user of each class that has training rows but no validation rows, or validation
   * rows but no training rows.
   */
  private static void noticeMissing(
      ShardedRows train, ShardedRows validation, Encoding encoding, int slots, Notices listener) {
    long[] trained = Targets.counts(train, encoding.outputs(), slots);
    long[] held = Targets.counts(validation, encoding.outputs(), slots);
    for (int c = 0; c < trained.length; c++) {
      if (trained[c] == 0 != (held[c] == 0)) {
        listener.notice(
            "class '"
                + encoding.labels().get(c)
                + "' has "
                + trained[c]
                + " training rows and "
                + held[c]
                + " validation rows");
      }
    }
  }

  /**
   * The number of training and of validation rows, each with a fingerprint that does not depend on
   * the order of the rows.
   */
  public String fingerprint() {
    long held = validation == null ? 0 : validation.rows();
    return train.rows()
        + "+"
        + held
        + " rows "
        + Long.toHexString(train.fingerprint())
        + "-"
        + Long.toHexString(validation == null ? 0 : validation.fingerprint());
  }

  @Override
  public void close() {
    ShardedRows.unpersistAll(train, validation, test);
  }
}
