package io.dendrite.ml;

import io.dendrite.config.Settings;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.ml.param.StageParams;
import io.dendrite.ml.param.Uid;
import io.dendrite.net.Purpose;
import io.dendrite.shards.ShardedRows;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasWeightCol;
import org.apache.spark.ml.regression.RegressionModel;
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

/** A trained regressor. The model scores rows in blocks, with the BLAS library of each executor. */
public final class MlpRegressionModel extends RegressionModel<Vector, MlpRegressionModel>
    implements Searchable.Scorer,
        MlpParams<MlpRegressionModel>,
        HasWeightCol,
        HasTrainingSummary<MlpRegressionTrainingSummary>,
        MLWritable {
  private static final long serialVersionUID = 1;
  private static final BlockScorer.Outputs OUTPUTS =
      (scores, y, at, width) -> new Object[] {(double) y[at]};

  // These fields have no initialisers, since initialisers would run after the super constructors
  // and overwrite the values that the super constructors set.
  private String uid;
  private Param<String> weightCol;
  private StageParams params;
  private Network network;
  private transient Option<MlpRegressionTrainingSummary> summary;

  /**
   * Only for service loaders, which need a constructor without arguments; the model cannot predict.
   */
  public MlpRegressionModel() {
    this("none", null);
  }

  MlpRegressionModel(String uid, Network network) {
    this(Uid.next(uid), network);
  }

  private MlpRegressionModel(Uid next, Network network) {
    HasWeightCol.$init$(this);
    params = new StageParams(this);
    params.setDefaults(this);
    this.network = network;
    summary = Option.empty();
  }

  /** Reads a model that this class or the command line saved. */
  public static MLReader<MlpRegressionModel> read() {
    return new StageReader<>(MlpRegressionModel.class, Purpose.REGRESSION, MlpRegressionModel::new);
  }

  /** Reads a model from a directory. */
  public static MlpRegressionModel load(String path) {
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
  public <T> MlpRegressionModel with(Param<T> param, T value) {
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
  public int numFeatures() {
    return network.encoding().inputs();
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

  /** Losses of the fit; empty for a model that the command line trained. */
  public TrainingHistory trainingHistory() {
    return TrainingHistory.of(network.model.provenance());
  }

  @Override
  public double predict(Vector features) {
    return network.score(features, params.invalid(this)).y()[0];
  }

  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType featuresDataType) {
    return Schemas.regressor(this, params, schema, fitting);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Schemas.regressor(this, params, schema, false);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    transformSchema(data.schema());
    if (getPredictionCol().isEmpty()) {
      return data.toDF();
    }
    return network.transform(
        data,
        FeatureColumns.names(this, params, getFeaturesCol()),
        params.invalid(this),
        added(),
        OUTPUTS);
  }

  private List<StructField> added() {
    return List.of(Schemas.number(getPredictionCol()));
  }

  @Override
  public Dataset<Row> scored(SparkSession session, ShardedRows rows, String weight) {
    return network.scored(session, rows, getLabelCol(), weight, added(), OUTPUTS);
  }

  /**
   * Computes metrics on labelled rows.
   *
   * @param data rows with the columns of features and labels
   */
  public MlpRegressionTrainingSummary evaluate(Dataset<?> data) {
    return new MlpRegressionTrainingSummary(
        this, transform(Schemas.labelled(data, getLabelCol(), params.invalid(this))), null);
  }

  MlpRegressionModel withSummary(Fit.Fitted fitted, Dataset<Row> data) {
    MlpRegressionModel scoring = this;
    if (getPredictionCol().isEmpty()) {
      scoring = copy(ParamMap.empty());
      scoring.set(predictionCol(), Identifiable.randomUID("prediction"));
    }
    summary =
        Option.apply(
            new MlpRegressionTrainingSummary(
                scoring,
                scoring.transform(Schemas.labelled(data, getLabelCol(), params.invalid(this))),
                fitted));
    return this;
  }

  @Override
  public Option<MlpRegressionTrainingSummary> trainingSummary() {
    return summary == null ? Option.empty() : summary;
  }

  @Override
  public void trainingSummary_$eq(Option<MlpRegressionTrainingSummary> value) {
    summary = value;
  }

  @Override
  public MlpRegressionModel copy(ParamMap extra) {
    MlpRegressionModel copy = new MlpRegressionModel(uid(), network);
    copyValues(copy, extra);
    copy.summary = summary;
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return new StageWriter(this, network.model);
  }
}
