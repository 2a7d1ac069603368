package io.dendrite.ml.param;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.Keys;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.TrainKeys;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntArrayParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;

/**
 * The params of a stage: params with Spark's names, and one param for each key of the
 * configuration.
 */
public final class StageParams implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * Keys for which a stage has no param named after the key. Keys of files and formats are not
   * needed, since the data are a DataFrame, whose columns are named by Spark's params. The class of
   * the stage fixes {@code network.task}. A graph of layers is set as HOCON in {@code config}.
   * Models are saved by {@code write()}. The seed is Spark's param {@code seed}.
   */
  public static final Set<Key<?>> NO_PARAMS =
      Set.of(
          DataKeys.TRAIN,
          DataKeys.TEST,
          DataKeys.LABELS,
          DataKeys.FORMAT,
          DataKeys.OPTIONS,
          DataKeys.LABEL,
          DataKeys.FEATURES,
          DataKeys.WEIGHT,
          DataKeys.CATEGORICAL,
          DataKeys.HEADER,
          DataKeys.DELIMITER,
          DataKeys.ENCODING,
          DataKeys.MISSING_VALUES,
          DataKeys.QUOTE,
          NetworkKeys.TASK,
          NetworkKeys.LAYERS,
          PlaceKeys.MODEL_DIR,
          TrainKeys.SEED);

  /** All keys for which a stage has a param named after the key. */
  public static final List<Key<?>> KEYS =
      Keys.ALL.stream().filter(key -> !NO_PARAMS.contains(key)).toList();

  public final StringArrayParam featuresCols;
  public final Param<String> handleInvalid;
  public final IntArrayParam layers;
  public final IntParam maxIter;
  public final DoubleParam tol;
  public final DoubleParam stepSize;
  public final Param<String> solver;
  public final LongParam seed;
  public final IntParam blockSize;
  public final IntParam aggregationDepth;
  public final IntParam checkpointInterval;
  public final Param<Vector> initialWeights;
  public final Param<String> validationIndicatorCol;
  public final Param<String> config;
  public final BooleanParam resume;
  private final Map<String, Param<?>> byKey = new LinkedHashMap<>();

  /** Creates the params of a stage; the stage's uid must be known already. */
  public StageParams(Params owner) {
    featuresCols =
        new StringArrayParam(
            owner,
            "featuresCols",
            "feature columns: numbers, booleans, decimals, arrays, vectors, and text, which is a category; used in place of featuresCol");
    handleInvalid =
        new Param<>(
            owner,
            "handleInvalid",
            "rows that cannot be used, and missing values: error, skip (leave the row out) or keep (a missing number is its column's mean, a missing or unknown text none of the categories)");
    layers =
        new IntArrayParam(
            owner, "layers", "units of each layer, from the features to the outputs: {4, 5, 3}");
    maxIter =
        new IntParam(owner, "maxIter", "epochs; iterations with l-bfgs (>= 1); as train.epochs");
    tol =
        new DoubleParam(
            owner,
            "tol",
            "l-bfgs ends if the next iteration is expected to lower the loss by no more than a fraction of it, the square of this value; as train.optimizer.tolerance");
    stepSize =
        new DoubleParam(
            owner, "stepSize", "learning rate (> 0), not used by l-bfgs; as train.optimizer.rate");
    solver =
        new Param<>(
            owner, "solver", "l-bfgs, gd (as Spark's), or the name of one in train.optimizer.type");
    seed = new LongParam(owner, "seed", "seed of every random choice");
    blockSize = new IntParam(owner, "blockSize", "accepted as Spark accepts it, without effect");
    aggregationDepth =
        new IntParam(
            owner,
            "aggregationDepth",
            "accepted as Spark accepts it, without effect: the tree that sums gradients is fixed");
    checkpointInterval =
        new IntParam(
            owner,
            "checkpointInterval",
            "epochs (iterations with l-bfgs) between checkpoints in checkpointDir; -1 for none");
    initialWeights =
        new Param<>(
            owner,
            "initialWeights",
            "weights to start from, in the order of Spark's MultilayerPerceptronClassifier");
    validationIndicatorCol =
        new Param<>(
            owner,
            "validationIndicatorCol",
            "boolean column that is true for the rows to validate with, which are not trained on");
    config =
        new Param<>(
            owner,
            "config",
            "settings as HOCON, which params override, for keys that have no param: network.layers = [..]");
    resume =
        new BooleanParam(
            owner,
            "resume",
            "go on from the newest checkpoint of a fit of the same settings and rows in checkpointDir, if there is one");
    for (Key<?> key : KEYS) {
      byKey.put(key.name(), param(owner, key));
    }
  }

  private static Param<?> param(Params owner, Key<?> key) {
    String name = key.parameter();
    String doc = key.name() + ": " + key.doc().strip().replaceAll("\\s+", " ");
    return switch (key.type().name()) {
      case "number" -> new DoubleParam(owner, name, doc);
      case "whole number" -> new IntParam(owner, name, doc);
      case "true or false" -> new BooleanParam(owner, name, doc);
      case "text, or list of texts" -> new StringArrayParam(owner, name, doc);
      // Keys whose values are words, or structures written as HOCON.
      default -> new Param<String>(owner, name, doc);
    };
  }

  /**
   * How prediction treats rows that cannot be used: error, skip or keep. If {@code handleInvalid}
   * is error, the params of {@code data.missing} and {@code data.badRows} can choose keep or skip.
   */
  public String invalid(Params stage) {
    String asked = stage.getOrDefault(handleInvalid);
    Param<String> missing = of(DataKeys.MISSING);
    Param<String> badRows = of(DataKeys.BAD_ROWS);
    if (asked.equals("error")
        && stage.isSet(missing)
        && "mean".equals(stage.getOrDefault(missing))) {
      return "keep";
    }
    if (asked.equals("error")
        && stage.isSet(badRows)
        && "skip".equals(stage.getOrDefault(badRows))) {
      return "skip";
    }
    return asked;
  }

  /** Sets the defaults that do not depend on other params. */
  public void setDefaults(Params stage) {
    stage.setDefault(handleInvalid, "error");
    stage.setDefault(resume, false);
  }

  /** The param of a key. */
  @SuppressWarnings("unchecked")
  public <P> P of(Key<?> key) {
    return (P) byKey.get(key.name());
  }
}
