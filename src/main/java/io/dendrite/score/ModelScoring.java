package io.dendrite.score;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.RowBlock;
import io.dendrite.input.Chunk;
import io.dendrite.input.Notices;
import io.dendrite.input.NumberedChunk;
import io.dendrite.input.RowRequest;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.Net;
import io.dendrite.net.Purpose;
import io.dendrite.shards.RawRows;
import io.dendrite.shards.RowLoader;
import io.dendrite.shards.ShardedRows;
import io.dendrite.shards.Slots;
import io.dendrite.shards.Targets;
import io.dendrite.task.Ensemble;
import io.dendrite.task.EnsemblePass;
import io.dendrite.task.Machines;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Applies a trained model to rows: computes its metrics, or its predictions. */
public final class ModelScoring {
  private static final int CHUNK = 1024;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainedModel model;
  private final TrainConfig.Data data;
  private final Notices listener;
  private final String blasChoice;

  /**
   * @param data settings for reading rows; the columns are taken from the model
   * @param blas which BLAS library to use, as in {@link io.dendrite.math.BlasLibrary#open}
   */
  public ModelScoring(
      SparkSession session,
      TrainedModel model,
      TrainConfig.Data data,
      String blas,
      Notices listener) {
    this.session = session;
    this.model = model;
    this.data = data;
    this.listener = listener;
    blasChoice = blas;
    spark = new JavaSparkContext(session.sparkContext());
  }

  /** The session in which rows are read and scored. */
  SparkSession session() {
    return session;
  }

  /** The settings by which rows are read. */
  public TrainConfig.Data data() {
    return data;
  }

  /**
   * Computes the metrics of the model on labelled rows.
   *
   * @throws DataException if the rows cannot be used
   */
  public Metrics evaluate(String uri) throws IOException {
    int slots = Slots.of(spark);
    Broadcast<TaskSetup> setup = setup();
    try (RawRows raw =
        RawRows.read(
            session,
            request(uri, model.spec().purpose() != Purpose.AUTOENCODER),
            listener::notice)) {
      raw.check(model.encoding());
      ShardedRows rows = RowLoader.load(raw, model.encoding(), slots, slots);
      try {
        Targets.check(
            rows,
            "--data",
            model.net(),
            model.encoding(),
            model.scaler().targets().logarithm(),
            slots);
        return Evaluation.run(
            spark, rows, setup, model.parameters(), model.encoding().labels(), slots);
      } finally {
        rows.unpersist();
      }
    } finally {
      setup.destroy();
    }
  }

  /** An action on a table of predictions; the table can be computed only while the action runs. */
  public interface TableAction {
    /**
     * Uses the table.
     *
     * @param named false if the names of the input's columns are made up, because the input is CSV
     *     without a header
     */
    void accept(Dataset<Row> table, boolean named) throws IOException;
  }

  /**
   * Computes predictions for rows, which need no label, and passes them to {@code action} as a
   * table in the order in which Spark reads the input. The table has the columns of the input and a
   * column {@code prediction}. If the input has no named columns, the table has the row's number,
   * counted from 0, in place of the input's columns. For a classifier, the table also has one
   * {@code probability_} column for each class ({@code score_} if the loss defines no
   * probabilities). If a row has several target values, the table has one {@code prediction_}
   * column for each of them.
   *
   * @throws DataException if the rows cannot be used, or if a column of the input has the name of a
   *     column to be added
   */
  public void predict(String uri, TableAction action) throws IOException {
    Broadcast<TaskSetup> setup = setup();
    Broadcast<Ensemble> parameters =
        spark.broadcast(new Ensemble(model.parameters(), model.net().parameters()));
    try (RawRows raw = RawRows.read(session, request(uri, false), listener::notice)) {
      raw.check(model.encoding());
      Encoding encoding = model.encoding();
      JavaRDD<Chunk> chunks = raw.chunks().filter(chunk -> chunk.rows() != null);
      boolean hasColumns = !raw.carried().isEmpty();
      List<StructField> fields = new ArrayList<>(raw.carried());
      if (!hasColumns) {
        if (raw.summary().bad > 0) {
          throw new DataException(
              uri
                  + " has bad rows, which cannot be skipped, because rows without columns are identified by their number alone"
                  + "; correct the data");
        }
        fields.add(DataTypes.createStructField("row", DataTypes.LongType, false));
      }
      JavaRDD<Row> rows =
          NumberedChunk.all(chunks, Slots.of(spark))
              .flatMap(
                  chunk -> score(chunk, hasColumns, encoding, setup.value(), parameters.value()));
      for (StructField field : outputFields()) {
        if (fields.stream().anyMatch(f -> f.name().equals(field.name()))) {
          throw new DataException(
              uri
                  + " already has a column '"
                  + field.name()
                  + "', which the prediction would add; rename it");
        }
      }
      fields.addAll(outputFields());
      action.accept(session.createDataFrame(rows, DataTypes.createStructType(fields)), raw.named());
    } finally {
      parameters.destroy();
      setup.destroy();
    }
  }

  private Broadcast<TaskSetup> setup() {
    String blas = Machines.agree(spark, blasChoice, false, listener);
    Net net = model.net();
    boolean sparse = data.sparseInput(model.encoding(), model.scaler(), net);
    return spark.broadcast(new TaskSetup(net, model.scaler(), sparse, CHUNK, blasChoice, blas));
  }

  private RowRequest request(String uri, boolean needLabel) {
    return new RowRequest(
        "--data",
        uri,
        data.labels(),
        data,
        model.encoding().classes(),
        needLabel,
        model.encoding(),
        !needLabel);
  }

  private List<StructField> outputFields() {
    Encoding encoding = model.encoding();
    List<StructField> fields = new ArrayList<>();
    int outputs = model.net().outputs();
    if (encoding.classes()) {
      fields.add(DataTypes.createStructField("prediction", DataTypes.StringType, false));
      String prefix = model.net().probabilistic() ? "probability_" : "score_";
      encoding
          .labels()
          .forEach(
              label ->
                  fields.add(
                      DataTypes.createStructField(prefix + label, DataTypes.FloatType, false)));
    } else if (outputs == 1) {
      fields.add(DataTypes.createStructField("prediction", DataTypes.FloatType, false));
    } else {
      List<String> names =
          model.spec().purpose() == Purpose.AUTOENCODER
              ? encoding.inputNames()
              : encoding.targets();
      for (int i = 0; i < outputs; i++) {
        String name = names.isEmpty() ? Integer.toString(i) : names.get(i);
        fields.add(DataTypes.createStructField("prediction_" + name, DataTypes.FloatType, false));
      }
    }
    return fields;
  }

  private static Iterator<Row> score(
      NumberedChunk numbered, boolean hasColumns, Encoding encoding, TaskSetup setup, Ensemble w) {
    Chunk chunk = numbered.chunk();
    RowBlock block = encoding.encode(chunk.rows(), false);
    int width = setup.net.outputs();
    List<Row> scored = new ArrayList<>(block.rows());
    new EnsemblePass(setup, w)
        .predict(
            block,
            (space, first, rows, y) -> {
              for (int i = 0; i < rows; i++) {
                Object[] identity =
                    hasColumns
                        ? chunk.carried().get(first + i)
                        : new Object[] {numbered.firstRow() + first + i};
                scored.add(row(identity, encoding, y, i * width, width));
              }
            });
    return scored.iterator();
  }

  private static Row row(Object[] carried, Encoding encoding, float[] y, int at, int width) {
    int extra = encoding.classes() ? 1 : 0;
    Object[] values = new Object[carried.length + extra + width];
    System.arraycopy(carried, 0, values, 0, carried.length);
    if (encoding.classes()) {
      values[carried.length] = encoding.labels().get(MetricSums.argmax(y, at, width));
    }
    for (int j = 0; j < width; j++) {
      values[carried.length + extra + j] = y[at + j];
    }
    return RowFactory.create(values);
  }
}
