package io.dendrite.ml;

import io.dendrite.config.Settings;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.ml.param.StageParams;
import io.dendrite.ml.param.Uid;
import io.dendrite.net.Purpose;
import io.dendrite.shards.ShardedRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasWeightCol;
import org.apache.spark.ml.util.HasTrainingSummary;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A trained classifier. The model scores rows in blocks, with the BLAS library of each executor.
 *
 * <p>{@code rawPrediction} holds the logarithms of the softmax of the last layer's scores. (In
 * Spark's classifier, {@code rawPrediction} holds the scores themselves, whose second element alone
 * gives a wrong ROC curve.) {@code probability} holds the probabilities that the loss computes from
 * the scores, or the scores themselves if the loss defines no probabilities. {@code prediction}
 * holds the index of the predicted class.
 */
public final class MlpClassificationModel
    extends ProbabilisticClassificationModel<Vector, MlpClassificationModel>
    implements Searchable.Scorer,
        MlpParams<MlpClassificationModel>,
        HasWeightCol,
        HasTrainingSummary<MlpTrainingSummary>,
        MLWritable {
  private static final long serialVersionUID = 1;

  // These fields have no initialisers, since initialisers would run after the super constructors
  // and overwrite the values that the super constructors set.
  private String uid;
  private Param<String> weightCol;
  private StageParams params;
  private Network network;
  private transient Option<MlpTrainingSummary> summary;

  /**
   * Only for service loaders, which need a constructor without arguments; the model cannot predict.
   */
  public MlpClassificationModel() {
    this("none", null);
  }

  MlpClassificationModel(String uid, Network network) {
    this(Uid.next(uid), network);
  }

  private MlpClassificationModel(Uid next, Network network) {
    HasWeightCol.$init$(this);
    params = new StageParams(this);
    params.setDefaults(this);
    this.network = network;
    summary = Option.empty();
  }

  /** Reads a model that this class or the command line saved. */
  public static MLReader<MlpClassificationModel> read() {
    return new StageReader<>(
        MlpClassificationModel.class, Purpose.CLASSIFICATION, MlpClassificationModel::new);
  }

  /** Reads a model from a directory. */
  public static MlpClassificationModel load(String path) {
    return read().load(path);
  }

  @Override
  public String uid() {
    if (uid == null) {
      uid = Uid.take();
    }
    return uid;
  }

  @Override
  public StageParams stageParams() {
    return params;
  }

  @Override
  public Settings settings() {
    return network.settings();
  }

  @Override
  public <T> MlpClassificationModel with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  @Override
  public Param<String> weightCol() {
    return weightCol;
  }

  @Override
  public void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(
      Param<String> param) {
    weightCol = param;
  }

  @Override
  public int numClasses() {
    return network.encoding().outputs();
  }

  @Override
  public int numFeatures() {
    return network.encoding().inputs();
  }

  /** Names of the classes, in the order of their indices. */
  public String[] labels() {
    return network.encoding().labels().toArray(String[]::new);
  }

  /**
   * The layers of the network, in order: for each its {@code type}, {@code name} and options, as in
   * the setting {@code network.layers}.
   */
  public List<Map<String, Object>> network() {
    return network.model.spec().layers();
  }

  /** Weights by tensor name; each tensor is a matrix [output units][input units] or a vector. */
  public Map<String, Object> networkWeights() {
    return network.weights();
  }

  /** All weights, in the order of Spark's MultilayerPerceptronClassificationModel. */
  public Vector weights() {
    network.requireOneMember();
    return SparkWeights.ofNet(network.model.net(), network.model.parameters());
  }

  /** Losses of the fit; empty for a model that the command line trained. */
  public TrainingHistory trainingHistory() {
    return TrainingHistory.of(network.model.provenance());
  }

  @Override
  public Vector predictRaw(Vector features) {
    return ClassOutputs.raw(network.score(features, invalid()).scores(), 0, numClasses());
  }

  @Override
  public Vector predictProbability(Vector features) {
    return Network.vector(network.score(features, invalid()).y(), 0, numClasses());
  }

  @Override
  public double predict(Vector features) {
    return ClassOutputs.index(
        network.score(features, invalid()).y(), 0, numClasses(), thresholdsOrNull());
  }

  /** The softmax of scores. */
  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = ((DenseVector) raw).values();
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.exp(values[i] - most);
      sum += values[i];
    }
    for (int i = 0; i < values.length; i++) {
      values[i] /= sum;
    }
    return raw;
  }

  private String invalid() {
    return params.invalid(this);
  }

  private double[] thresholdsOrNull() {
    return isDefined(thresholds()) ? getThresholds() : null;
  }

  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType featuresDataType) {
    return Schemas.classifier(this, params, schema, fitting);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    Schemas.classifier(this, params, schema, false);
    StructType extended = schema;
    for (StructField field : added()) {
      extended = extended.add(field);
    }
    return extended;
  }

  private List<StructField> added() {
    List<StructField> added = new ArrayList<>();
    if (!getRawPredictionCol().isEmpty()) {
      added.add(Schemas.vector(getRawPredictionCol(), numClasses()));
    }
    if (!getProbabilityCol().isEmpty()) {
      added.add(Schemas.vector(getProbabilityCol(), numClasses()));
    }
    if (!getPredictionCol().isEmpty()) {
      added.add(Schemas.classes(getPredictionCol(), network.encoding().labels()));
    }
    return added;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    transformSchema(data.schema());
    return network.transform(
        data, FeatureColumns.names(this, params, getFeaturesCol()), invalid(), added(), outputs());
  }

  private BlockScorer.Outputs outputs() {
    double[] thresholds = thresholdsOrNull();
    if (thresholds != null && thresholds.length != numClasses()) {
      throw new IllegalArgumentException(
          "setThresholds has "
              + thresholds.length
              + " values, but the model "
              + numClasses()
              + " classes; expected as many");
    }
    return new ClassOutputs(
        !getRawPredictionCol().isEmpty(),
        !getProbabilityCol().isEmpty(),
        !getPredictionCol().isEmpty(),
        thresholds);
  }

  @Override
  public Dataset<Row> scored(SparkSession session, ShardedRows rows, String weight) {
    return network.scored(session, rows, getLabelCol(), weight, added(), outputs());
  }

  /**
   * Computes metrics on labelled rows.
   *
   * @param data rows with the columns of features and labels
   */
  public MlpTrainingSummary evaluate(Dataset<?> data) {
    return new MlpTrainingSummary(
        this, transform(Schemas.labelled(data, getLabelCol(), invalid())), null);
  }

  MlpClassificationModel withSummary(Fit.Fitted fitted, Dataset<Row> data) {
    MlpClassificationModel scoring = this;
    if (getPredictionCol().isEmpty()) {
      scoring = copy(ParamMap.empty());
      scoring.set(predictionCol(), Identifiable.randomUID("prediction"));
    }
    summary =
        Option.apply(
            new MlpTrainingSummary(
                scoring,
                scoring.transform(Schemas.labelled(data, getLabelCol(), invalid())),
                fitted));
    return this;
  }

  @Override
  public Option<MlpTrainingSummary> trainingSummary() {
    return summary == null ? Option.empty() : summary;
  }

  @Override
  public void trainingSummary_$eq(Option<MlpTrainingSummary> value) {
    summary = value;
  }

  /**
   * The return type is raw, since two inherited methods differ only in their return types, and a
   * method with the raw type overrides both.
   */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public scala.Tuple3 findSummaryModel() {
    return super.findSummaryModel();
  }

  @Override
  public MlpClassificationModel copy(ParamMap extra) {
    MlpClassificationModel copy = new MlpClassificationModel(uid(), network);
    copyValues(copy, extra);
    copy.summary = summary;
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return new StageWriter(this, network.model);
  }

  /**
   * Computes the values of a classifier's output columns; columns whose name is empty are left out.
   *
   * @param thresholds threshold of each class: the class with the greatest ratio of probability to
   *     threshold is predicted; null if the most probable class is predicted
   */
  private record ClassOutputs(
      boolean raw, boolean probability, boolean prediction, double[] thresholds)
      implements BlockScorer.Outputs {
    private static final long serialVersionUID = 1;

    @Override
    public Object[] of(float[] scores, float[] y, int at, int width) {
      Object[] values = new Object[(raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0)];
      int next = 0;
      if (raw) {
        values[next++] = raw(scores, at, width);
      }
      if (probability) {
        values[next++] = Network.vector(y, at, width);
      }
      if (prediction) {
        values[next] = index(y, at, width, thresholds);
      }
      return values;
    }

    /**
     * The logarithms of the softmax of scores; their softmax equals the softmax of the scores. With
     * two classes, the second logarithm alone orders rows as the probability of the second class
     * does; Spark's evaluator for two classes relies on this order.
     */
    static Vector raw(float[] scores, int at, int width) {
      double most = Double.NEGATIVE_INFINITY;
      for (int i = at; i < at + width; i++) {
        most = Math.max(most, scores[i]);
      }
      double sum = 0;
      for (int i = at; i < at + width; i++) {
        sum += Math.exp(scores[i] - most);
      }
      double[] raw = new double[width];
      for (int i = 0; i < width; i++) {
        raw[i] = scores[at + i] - most - Math.log(sum);
      }
      return Vectors.dense(raw);
    }

    /**
     * The index of the predicted class; if several classes are equally good, the first, as in
     * Spark.
     */
    static double index(float[] y, int at, int width, double[] thresholds) {
      int best = 0;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < width; i++) {
        double value = y[at + i];
        if (thresholds != null) {
          // A class with threshold 0 is predicted whenever its probability is above 0.
          value =
              thresholds[i] == 0
                  ? (value == 0 ? 0 : Double.POSITIVE_INFINITY)
                  : value / thresholds[i];
        }
        if (value > most) {
          most = value;
          best = i;
        }
      }
      return best;
    }
  }
}
