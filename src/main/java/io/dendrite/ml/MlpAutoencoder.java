package io.dendrite.ml;

import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.ml.param.StageParams;
import io.dendrite.ml.param.Uid;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;

/**
 * Estimator of Spark ML for an autoencoder: a multi-layer perceptron with a narrow layer, which
 * learns to reconstruct its input features.
 *
 * <p>{@code layers} lists the units of each layer, for example {10, 3, 10}; the first and the last
 * of these numbers are the number of features. The network learns to reconstruct the scaled
 * features ({@code scale}).
 */
public final class MlpAutoencoder extends Estimator<MlpAutoencoderModel>
    implements MlpParams<MlpAutoencoder>, HasFeaturesCol, HasPredictionCol, MLWritable {
  private static final long serialVersionUID = 1;

  // These fields have no initialisers, since initialisers would run after the super constructors
  // and overwrite the values that the super constructors set.
  private String uid;
  private Param<String> featuresCol;
  private Param<String> predictionCol;
  private StageParams params;

  /** An estimator with a random uid. */
  public MlpAutoencoder() {
    this(Identifiable.randomUID("mlpa"));
  }

  /** An estimator with a uid. */
  public MlpAutoencoder(String uid) {
    this(Uid.next(uid));
  }

  private MlpAutoencoder(Uid next) {
    HasFeaturesCol.$init$(this);
    HasPredictionCol.$init$(this);
    params = new StageParams(this);
    params.setDefaults(this);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<MlpAutoencoder> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator from a directory. */
  public static MlpAutoencoder load(String path) {
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
    return FitSettings.known(this, params, "autoencoder");
  }

  @Override
  public <T> MlpAutoencoder with(Param<T> param, T value) {
    set(param, value);
    return this;
  }

  @Override
  public Param<String> featuresCol() {
    return featuresCol;
  }

  @Override
  public void org$apache$spark$ml$param$shared$HasFeaturesCol$_setter_$featuresCol_$eq(
      Param<String> param) {
    featuresCol = param;
  }

  @Override
  public Param<String> predictionCol() {
    return predictionCol;
  }

  @Override
  public void org$apache$spark$ml$param$shared$HasPredictionCol$_setter_$predictionCol_$eq(
      Param<String> param) {
    predictionCol = param;
  }

  /** Sets the column of feature vectors. */
  public MlpAutoencoder setFeaturesCol(String value) {
    return with(featuresCol, value);
  }

  /** Sets the column of reconstructions. */
  public MlpAutoencoder setPredictionCol(String value) {
    return with(predictionCol, value);
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return Schemas.autoencoder(this, params, schema);
  }

  @Override
  public MlpAutoencoderModel fit(Dataset<?> data) {
    transformSchema(data.schema());
    Schemas.indicator(this, params, data.schema());
    if (!isSet(params.layers) && !isSet(params.config)) {
      throw new IllegalArgumentException(
          "setLayers is empty; expected the units of each layer, from the features through a narrow"
              + " layer to as many outputs as features");
    }
    List<String> names = FeatureColumns.names(this, params, getFeaturesCol());
    TrainConfig config =
        FitSettings.of(
            this,
            params,
            "autoencoder",
            1,
            "",
            "",
            FeatureColumns.of(data.schema(), names),
            data,
            FitRows.OWN);
    Fit.Fitted fitted = Fit.run(this, params, config, data, UnaryOperator.identity(), FitRows.OWN);
    MlpAutoencoderModel model = new MlpAutoencoderModel(uid(), new Network(fitted.model()));
    copyValues(model, copyValues$default$2());
    model.setParent(this);
    return model;
  }

  @Override
  public MlpAutoencoder copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public MLWriter write() {
    return new DefaultParamsWriter(this);
  }
}
