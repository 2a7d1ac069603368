package io.dendrite.ml;

import io.dendrite.config.Settings;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.ml.param.StageParams;
import io.dendrite.ml.param.Uid;
import io.dendrite.net.Purpose;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasFeaturesCol;
import org.apache.spark.ml.param.shared.HasPredictionCol;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A trained autoencoder. The model adds a column with the reconstructions of the scaled features.
 */
public final class MlpAutoencoderModel extends Model<MlpAutoencoderModel>
    implements MlpParams<MlpAutoencoderModel>, HasFeaturesCol, HasPredictionCol, MLWritable {
  private static final long serialVersionUID = 1;

  // These fields have no initialisers, since initialisers would run after the super constructors
  // and overwrite the values that the super constructors set.
  private String uid;
  private Param<String> featuresCol;
  private Param<String> predictionCol;
  private StageParams params;
  private Network network;

  /**
   * Only for service loaders, which need a constructor without arguments; the model cannot predict.
   */
  public MlpAutoencoderModel() {
    this("none", null);
  }

  MlpAutoencoderModel(String uid, Network network) {
    this(Uid.next(uid), network);
  }

  private MlpAutoencoderModel(Uid next, Network network) {
    HasFeaturesCol.$init$(this);
    HasPredictionCol.$init$(this);
    params = new StageParams(this);
    params.setDefaults(this);
    this.network = network;
  }

  /** Reads a model that this class or the command line saved. */
  public static MLReader<MlpAutoencoderModel> read() {
    return new StageReader<>(
        MlpAutoencoderModel.class, Purpose.AUTOENCODER, MlpAutoencoderModel::new);
  }

  /** Reads a model from a directory. */
  public static MlpAutoencoderModel load(String path) {
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
  public <T> MlpAutoencoderModel with(Param<T> param, T value) {
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
  public MlpAutoencoderModel setFeaturesCol(String value) {
    return with(featuresCol, value);
  }

  /** Sets the column of reconstructions. */
  public MlpAutoencoderModel setPredictionCol(String value) {
    return with(predictionCol, value);
  }

  /** Number of features. */
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
  public StructType transformSchema(StructType schema) {
    Schemas.autoencoder(this, params, schema);
    return schema.add(Schemas.vector(getPredictionCol(), numFeatures()));
  }

  @Override
  public Dataset<Row> transform(Dataset<?> data) {
    transformSchema(data.schema());
    return network.transform(
        data,
        FeatureColumns.names(this, params, getFeaturesCol()),
        params.invalid(this),
        List.of(Schemas.vector(getPredictionCol(), numFeatures())),
        (scores, y, at, width) -> new Object[] {Network.vector(y, at, width)});
  }

  @Override
  public MlpAutoencoderModel copy(ParamMap extra) {
    MlpAutoencoderModel copy = new MlpAutoencoderModel(uid(), network);
    copyValues(copy, extra);
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return new StageWriter(this, network.model);
  }
}
