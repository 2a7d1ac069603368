package io.dendrite.ml;

import io.dendrite.config.TrainConfig;
import io.dendrite.model.RunJson;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.TensorSpec;
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
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/**
 * Estimator of Spark ML for a multi-layer perceptron that predicts a number.
 *
 * <p>Params, defaults and guarantees are the same as in {@link MlpClassifier}; the loss is half the
 * mean squared error. If neither layers nor a loss is set, by param or in {@code config}, training
 * standardises the labels. {@code objectiveHistory} is then the loss of the standardised labels;
 * the model still predicts in the labels' own units, since their mean and standard deviation are
 * folded into the weights and bias of its last layer after training.
 */
public final class MlpRegressor extends Regressor<Vector, MlpRegressor, MlpRegressionModel>
    implements MlpParams<MlpRegressor>, HasWeightCol, MLWritable {
  private static final long serialVersionUID = 1;

  // No initialisers: they would run after the super constructors, which set these.
  private String uid;
  private Param<String> weightCol;
  private StageParams params;

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
            data);
    LabelScale scale =
        FitSettings.isOwnNetwork(this, params)
            ? LabelScale.of(data, getLabelCol())
            : new LabelScale(0, 1);
    Fit.Fitted fitted =
        Fit.run(this, params, config, scale.scaled(data, getLabelCol()), UnaryOperator.identity());
    MlpRegressionModel model =
        new MlpRegressionModel(uid(), new Network(scale.unscaled(fitted.model())));
    copyValues(model, copyValues$default$2());
    return model.withSummary(fitted, data.toDF());
  }

  /**
   * Mean and standard deviation of the labels.
   *
   * @param center mean
   * @param spread standard deviation; 1 if all labels are equal
   */
  private record LabelScale(double center, double spread) {
    /**
     * Type for sums over rows: unlike a sum of doubles, a sum of decimals does not depend on the
     * order of the rows.
     */
    private static final String DECIMAL = "decimal(20, 18)";

    static LabelScale of(Dataset<?> data, String name) {
      Column label = data.col("`" + name + "`");
      Row greatest = data.agg(functions.max(functions.abs(label))).first();
      double most = greatest.isNullAt(0) ? 0 : greatest.getDouble(0);
      if (!(most > 0 && most < Double.POSITIVE_INFINITY)) {
        return new LabelScale(0, 1);
      }
      Column share = label.divide(most);
      Row sums =
          data.agg(
                  functions.sum(share.cast(DECIMAL)),
                  functions.sum(share.multiply(share).cast(DECIMAL)),
                  functions.count(label))
              .first();
      double mean = sums.getDecimal(0).doubleValue() / sums.getLong(2);
      double variance = sums.getDecimal(1).doubleValue() / sums.getLong(2) - mean * mean;
      return new LabelScale(most * mean, variance > 1e-14 ? most * Math.sqrt(variance) : 1);
    }

    Dataset<?> scaled(Dataset<?> data, String name) {
      if (equals(new LabelScale(0, 1))) {
        return data;
      }
      Column label = data.col("`" + name + "`");
      return data.withColumn(name, label.minus(center).divide(spread));
    }

    /**
     * Folds the mean and the standard deviation of the labels into the weights and bias of the
     * model's last layer, so that the model predicts in the labels' own units.
     */
    TrainedModel unscaled(TrainedModel model) {
      if (equals(new LabelScale(0, 1))) {
        return model;
      }
      List<TensorSpec> tensors = model.net().tensors();
      TensorSpec weight = tensors.get(tensors.size() - 2);
      TensorSpec bias = tensors.get(tensors.size() - 1);
      float[] w = model.parameters().clone();
      for (int first = 0; first < w.length; first += model.net().parameters()) {
        for (int i = first + weight.at(); i < first + weight.at() + weight.size(); i++) {
          w[i] = (float) (w[i] * spread);
        }
        w[first + bias.at()] = (float) (w[first + bias.at()] * spread + center);
      }
      model.provenance().put("labelMean", center);
      model.provenance().put("labelDeviation", spread);
      model.provenance().put("weightsSha256", RunJson.sha256(w));
      return new TrainedModel(
          model.spec(), model.encoding(), model.scaler(), w, model.provenance());
    }
  }

  @Override
  public MlpRegressor copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return new DefaultParamsWriter(this);
  }
}
