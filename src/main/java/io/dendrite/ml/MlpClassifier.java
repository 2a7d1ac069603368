package io.dendrite.ml;

import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.Encoding;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.ml.param.StageParams;
import io.dendrite.ml.param.Uid;
import io.dendrite.model.TrainedModel;
import java.util.List;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.shared.HasWeightCol;
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
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructType;

/**
 * Estimator of Spark ML for a multi-layer perceptron that classifies rows.
 *
 * <p>If {@code layers} is set, the network and the defaults of params are the same as in Spark's
 * MultilayerPerceptronClassifier: sigmoid layers, l-bfgs, 100 iterations, features not scaled. The
 * loss is the mean over all rows. Spark's loss is the mean of the mean losses of blocks of rows,
 * and equals the mean over all rows if {@code blockSize} divides the number of rows of each
 * partition. If {@code layers} is not set, the defaults are two hidden layers of 64 and 32 relu
 * units, adam, and standardised features.
 *
 * <p>The fitted model does not depend on the order or the partitions of the DataFrame's rows. The
 * model depends on the rows, the params, and the number of shards, which the param {@code
 * partitions} sets (0: one shard for each task slot of the cluster).
 */
public final class MlpClassifier
    extends ProbabilisticClassifier<Vector, MlpClassifier, MlpClassificationModel>
    implements MlpParams<MlpClassifier>, HasWeightCol, MLWritable, Searchable {
  private static final long serialVersionUID = 1;

  // These fields have no initialisers, since initialisers would run after the super constructors
  // and overwrite the values that the super constructors set.
  private String uid;
  private Param<String> weightCol;
  private StageParams params;
  private transient FitRows rows;
  private transient FitRows ofCopies;

  /** An estimator with a random uid. */
  public MlpClassifier() {
    this(Identifiable.randomUID("mlpc"));
  }

  /** An estimator with a uid. */
  public MlpClassifier(String uid) {
    this(Uid.next(uid));
  }

  private MlpClassifier(Uid next) {
    HasWeightCol.$init$(this);
    params = new StageParams(this);
    params.setDefaults(this);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<MlpClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads an estimator from a directory. */
  public static MlpClassifier load(String path) {
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
    return FitSettings.known(this, params, "classification");
  }

  @Override
  public <T> MlpClassifier with(Param<T> param, T value) {
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
  public MlpClassifier setWeightCol(String value) {
    return with(weightCol, value);
  }

  @Override
  public StructType validateAndTransformSchema(
      StructType schema, boolean fitting, DataType featuresDataType) {
    return Schemas.classifier(this, params, schema, fitting);
  }

  @Override
  public MlpClassificationModel train(Dataset<?> data) {
    List<String> names = FeatureColumns.names(this, params, getFeaturesCol());
    FeatureColumns features = FeatureColumns.of(data.schema(), names);
    Labels labels = Labels.of(this, params, data, rows());
    TrainConfig config =
        FitSettings.of(
            this,
            params,
            "classification",
            labels.count(),
            getLabelCol(),
            weight(),
            features,
            data,
            rows());
    Fit.Fitted fitted = Fit.run(this, params, config, text(data), labels::all, rows());
    MlpClassificationModel model =
        new MlpClassificationModel(uid(), new Network(named(fitted.model(), labels)));
    copyValues(model, copyValues$default$2());
    return model.withSummary(fitted, data.toDF());
  }

  private String weight() {
    return isSet(weightCol) ? getWeightCol() : "";
  }

  /** The rows with their labels, which are indices of classes, converted to text. */
  private Dataset<Row> text(Dataset<?> data) {
    Column label = data.col("`" + getLabelCol() + "`");
    return data.withColumn(
        getLabelCol(),
        functions
            .when(
                label.equalTo(functions.floor(label)),
                label.cast(DataTypes.LongType).cast(DataTypes.StringType))
            .otherwise(label.cast(DataTypes.StringType)),
        Metadata.empty());
  }

  /** The model with the names of its classes in place of their indices. */
  private static TrainedModel named(TrainedModel model, Labels labels) {
    Encoding e = model.encoding();
    return new TrainedModel(
        model.spec(),
        new Encoding(
            e.width(),
            e.names(),
            e.sparse(),
            e.density(),
            e.categories(),
            e.indexed(),
            e.targets(),
            labels.names(),
            e.targetWidth()),
        model.scaler(),
        model.parameters(),
        model.provenance());
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
  public MlpClassifier copy(ParamMap extra) {
    MlpClassifier copy = defaultCopy(extra);
    copy.fitOn(rows == null ? ofCopies() : rows);
    return copy;
  }

  @Override
  public MLWriter write() {
    return new DefaultParamsWriter(this);
  }
}
