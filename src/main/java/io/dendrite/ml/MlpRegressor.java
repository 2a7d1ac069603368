package io.dendrite.ml;

import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.ml.param.StageParams;
import io.dendrite.ml.param.Uid;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasWeightCol;
import org.apache.spark.ml.regression.Regressor;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Estimator of Spark ML for a multi-layer perceptron that predicts a number.
 *
 * <p>Params, defaults and guarantees are the same as in {@link MlpClassifier}; the loss is half the
 * mean squared error. Unless {@code layers} is set, training standardises the labels ({@code
 * setScaleTarget}). {@code objectiveHistory} is then the loss of the standardised labels; the model
 * predicts in the labels' own units.
 */
public final class MlpRegressor extends Regressor<Vector, MlpRegressor, MlpRegressionModel>
    implements MlpParams<MlpRegressor>, HasWeightCol, MLWritable, Searchable {
  private static final long serialVersionUID = 1;

  // These fields have no initialisers, since initialisers would run after the super constructors
  // and overwrite the values that the super constructors set.
  private String uid;
  private Param<String> weightCol;
  private StageParams params;
  private transient FitRows rows;
  private transient FitRows ofCopies;

  /** An estimator with a random uid. */
  public MlpRegressor() {
    this(Identifiable.randomUID("mlpr"));
  }

  /** An estimator with a uid. */
  public MlpRegressor(String uid) {
    this(Uid.next(uid));
  }

  private MlpRegressor(Uid next) {
    HasWeightCol.$init$(this);
    params = new StageParams(this);
    params.setDefaults(this);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<MlpRegressor> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator from a directory. */
  public static MlpRegressor load(String path) {
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
    return FitSettings.known(this, params, "regression");
  }

  @Override
  public <T> MlpRegressor with(Param<T> param, T value) {
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

  /** Sets the column of instance weights. */
  public MlpRegressor setWeightCol(String value) {
    return with(weightCol, value);
  }

  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType featuresDataType) {
    return Schemas.regressor(this, params, schema, fitting);
  }

  @Override
  public MlpRegressionModel train(Dataset<?> data) {
    List<String> names = FeatureColumns.names(this, params, getFeaturesCol());
    TrainConfig config =
        FitSettings.of(
            this,
            params,
            "regression",
            1,
            getLabelCol(),
            isSet(weightCol) ? getWeightCol() : "",
            FeatureColumns.of(data.schema(), names),
            data,
            rows());
    Fit.Fitted fitted = Fit.run(this, params, config, data, UnaryOperator.identity(), rows());
    MlpRegressionModel model = new MlpRegressionModel(uid(), new Network(fitted.model()));
    copyValues(model, copyValues$default$2());
    return model.withSummary(fitted, data.toDF());
  }

  @Override
  public void fitOn(FitRows rows) {
    this.rows = rows;
  }

  private synchronized FitRows ofCopies() {
    if (ofCopies == null) {
      ofCopies = new KeptRows();
    }
    return ofCopies;
  }

  private FitRows rows() {
    return rows == null ? FitRows.OWN : rows;
  }

  @Override
  public MlpRegressor copy(ParamMap extra) {
    MlpRegressor copy = defaultCopy(extra);
    copy.fitOn(rows == null ? ofCopies() : rows);
    return copy;
  }

  @Override
  public MLWriter write() {
    return new DefaultParamsWriter(this);
  }
}
