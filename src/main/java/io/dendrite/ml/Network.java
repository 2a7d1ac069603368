package io.dendrite.ml;

import com.fasterxml.jackson.databind.JsonNode;
import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.input.RowRequest;
import io.dendrite.input.TableColumns;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.TensorSpec;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.Ensemble;
import io.dendrite.task.EnsemblePass;
import io.dendrite.task.TaskSetup;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The trained network within a model of Spark ML: it scores DataFrames and single vectors. */
final class Network implements Serializable {
  private static final long serialVersionUID = 1;

  final TrainedModel model;
  private transient Broadcast<BlockScorer.Shared> shared;
  private transient SparkContext owner;
  private transient TaskSetup local;

  Network(TrainedModel model) {
    this.model = model;
  }

  Encoding encoding() {
    return model.encoding();
  }

  /** The last layer's scores for a row, and the predictions that the loss makes from them. */
  record Scores(float[] scores, float[] y) {}

  /**
   * Adds the model's output columns to a DataFrame.
   *
   * @param names names of the feature columns
   * @param invalid value of {@code handleInvalid}
   */
  Dataset<Row> transform(
      Dataset<?> data,
      List<String> names,
      String invalid,
      List<StructField> added,
      BlockScorer.Outputs outputs) {
    Dataset<Row> rows = data.toDF();
    StructType schema = rows.schema();
    FeatureColumns features = FeatureColumns.of(schema, names);
    Settings settings =
        Settings.bySetters()
            .withPlain(DataKeys.FEATURES, features.numeric())
            .withPlain(DataKeys.MISSING, invalid.equals("keep") ? "mean" : "fail");
    RowRequest request =
        RowRequest.of(
            rows,
            "the DataFrame",
            new TrainConfig.Data(settings),
            encoding().classes(),
            false,
            encoding());
    TableColumns columns;
    try {
      columns = TableColumns.of(schema, request, () -> null);
    } catch (DataException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    requireSameFeatures(features, columns);
    StructType extended = schema;
    for (StructField field : added) {
      extended = extended.add(field);
    }
    Dataset<Row> scored =
        rows.mapPartitions(
            new BlockScorer(
                shared(data.sparkSession()), columns.reader(), schema, outputs, invalid),
            Encoders.row(extended));
    if (Stream.of(extended.fieldNames()).distinct().count() < extended.length()) {
      return scored; // Columns with equal names cannot be selected.
    }
    // Spark's encoders drop the metadata of columns (names of classes, sizes of vectors), so the
    // metadata are set again.
    return scored.select(
        Stream.of(extended.fields())
            .map(
                field ->
                    scored
                        .col("`" + field.name().replace("`", "``") + "`")
                        .as(field.name(), field.metadata()))
            .toArray(Column[]::new));
  }

  /**
   * A DataFrame with the labels, the weights and the model's output columns of packed rows.
   *
   * @param weight name of the column of weights; empty for none
   */
  Dataset<Row> scored(
      SparkSession session,
      ShardedRows rows,
      String label,
      String weight,
      List<StructField> added,
      BlockScorer.Outputs outputs) {
    StructType schema = new StructType().add(label, DataTypes.DoubleType);
    if (!weight.isEmpty()) {
      schema = schema.add(weight, DataTypes.DoubleType);
    }
    for (StructField field : added) {
      schema = schema.add(field);
    }
    Broadcast<BlockScorer.Shared> model = shared(session);
    boolean weighted = !weight.isEmpty();
    JavaRDD<Row> scored =
        rows.rowBlocks()
            .flatMap(block -> BlockScorer.scored(block, weighted, model.value(), outputs));
    return session.createDataFrame(scored, schema);
  }

  private synchronized Broadcast<BlockScorer.Shared> shared(SparkSession session) {
    SparkContext context = session.sparkContext();
    if (shared == null || context != owner) {
      owner = context;
      shared =
          new JavaSparkContext(context)
              .broadcast(
                  new BlockScorer.Shared(
                      setup(BlockScorer.BLOCK, isSparse()),
                      new Ensemble(model.parameters(), model.net().parameters()),
                      encoding()));
    }
    return shared;
  }

  /**
   * Refuses feature columns that differ from the feature columns of the training data, in names or
   * in the number of features.
   */
  private void requireSameFeatures(FeatureColumns features, TableColumns columns) {
    Encoding known = encoding();
    Set<String> trained = new TreeSet<>();
    columns.reader().features().forEach(feature -> trained.add(feature.column().name));
    known.categories().forEach(category -> trained.add(category.name()));
    Set<String> asked = new TreeSet<>(features.numeric());
    asked.addAll(features.categorical());
    if (!known.names().isEmpty() && !trained.equals(asked)) {
      throw new IllegalArgumentException(
          "the feature columns are " + asked + "; expected those of the training data: " + trained);
    }
    int width = columns.reader().schema().width();
    if (width != known.width()) {
      throw new IllegalArgumentException(
          "the columns "
              + asked
              + " have "
              + width
              + " numeric features; expected "
              + known.width()
              + " as in the training data");
    }
  }

  /** True if rows go into the network as sparse rows, as they did in training. */
  private boolean isSparse() {
    Settings settings =
        Settings.defaults()
            .withPlain(DataKeys.SPARSE_BELOW, Double.valueOf(recorded(DataKeys.SPARSE_BELOW)));
    return new TrainConfig.Data(settings).sparseInput(encoding(), model.scaler(), model.net());
  }

  private TaskSetup setup(int rows, boolean sparse) {
    // Executors with different processors may use different BLAS kernels, so the last bits of
    // predictions may differ.
    return new TaskSetup(
        model.net(), model.scaler(), sparse, rows, recorded(PlaceKeys.LIBRARY), null);
  }

  /** The settings with which the model was trained. */
  Settings settings() {
    Map<String, String> texts = new LinkedHashMap<>();
    model
        .provenance()
        .path("settings")
        .fields()
        .forEachRemaining(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return Settings.recorded(texts, "the model's settings");
  }

  /** The value that a setting had when the model was trained. */
  private String recorded(Key<?> key) {
    JsonNode value = model.provenance().path("settings").path(key.name());
    return value.asText(Settings.defaults().text(key));
  }

  /**
   * Computes the outputs for one row of features.
   *
   * @param invalid value of {@code handleInvalid}; with keep, NaN is a missing value
   * @throws IllegalArgumentException if the number of features in the vector differs from the
   *     model's
   */
  synchronized Scores score(Vector features, String invalid) {
    if (features.size() != model.net().inputs()) {
      throw new IllegalArgumentException(
          "the vector has "
              + features.size()
              + " features, the model "
              + model.net().inputs()
              + "; expected as many");
    }
    if (local == null) {
      local = setup(1, false);
    }
    float[] x = new float[features.size()];
    features.foreachActive(
        (index, value) -> {
          x[(int) index] = (float) (double) value;
          return null;
        });
    for (float value : x) {
      if (!Float.isFinite(value) && !(Float.isNaN(value) && invalid.equals("keep"))) {
        throw new IllegalArgumentException(
            "the vector holds " + value + "; expected numbers within the range of float");
      }
    }
    int width = model.net().outputs();
    Scores found = new Scores(new float[width], new float[width]);
    new EnsemblePass(local, new Ensemble(model.parameters(), model.net().parameters()))
        .predictWithScores(
            RowBlock.of(new FloatFeatures(1, x.length, x), new float[0], 0, null),
            (first, rows, scores, y) -> {
              System.arraycopy(scores, 0, found.scores(), 0, width);
              System.arraycopy(y, 0, found.y(), 0, width);
            });
    return found;
  }

  /** A row's outputs as a vector. */
  static Vector vector(float[] values, int at, int width) {
    double[] doubles = new double[width];
    for (int i = 0; i < width; i++) {
      doubles[i] = values[at + i];
    }
    return Vectors.dense(doubles);
  }

  /**
   * Refuses an ensemble, since a caller that asks for weights expects the weights of a single
   * network.
   */
  void requireOneMember() {
    if (model.members() > 1) {
      throw new IllegalStateException(
          "the model is an ensemble of "
              + model.members()
              + " networks; expected a single one, whose weights can be listed");
    }
  }

  /**
   * The weights by tensor name; each tensor is a matrix [output units][input units] or a vector.
   */
  Map<String, Object> weights() {
    requireOneMember();
    Map<String, Object> weights = new LinkedHashMap<>();
    for (TensorSpec tensor : model.net().tensors()) {
      double[] values = new double[tensor.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = model.parameters()[tensor.at() + i];
      }
      int[] shape = tensor.shape();
      weights.put(
          tensor.name(),
          shape.length == 2
              ? new DenseMatrix(shape[0], shape[1], values, true)
              : Vectors.dense(values));
    }
    return weights;
  }
}
