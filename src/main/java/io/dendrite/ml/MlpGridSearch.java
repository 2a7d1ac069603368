package io.dendrite.ml;

import io.dendrite.config.DataKeys;
import io.dendrite.ml.param.MlpParams;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamPair;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Searches a grid of params by cross-validation in one pass over the data: rows are read, packed
 * and cached once, and folds are parts of the packed rows. This class is used in place of Spark's
 * {@link CrossValidator}, has the same params and gives the same kind of model.
 *
 * <p>The search differs from Spark's search in three points. Rows are assigned to folds by their
 * content and {@code seed}, so that neither the order nor the partitions of the DataFrame change
 * the result. The evaluator gets a DataFrame with the columns of labels and weights and the model's
 * output columns, and no others. In a fold, a text category without training rows counts as none of
 * the categories.
 *
 * <p>The rows are packed once if the estimator is an {@link MlpClassifier} or an {@link
 * MlpRegressor}. With any other estimator, with {@code foldCol}, with {@code
 * validationIndicatorCol}, with an evaluator of other labels or weights than the estimator's, or
 * where categories are encoded as indices, the search is Spark's own.
 */
public final class MlpGridSearch extends CrossValidator {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(MlpGridSearch.class);

  /** A search with a random uid. */
  public MlpGridSearch() {
    this(Identifiable.randomUID("mlpgrid"));
  }

  /** A search with a uid. */
  public MlpGridSearch(String uid) {
    super(uid);
  }

  /**
   * Trains one model for each of the param maps and each fold, then one model on all rows with the
   * best params.
   *
   * @throws IllegalArgumentException if a param or the data cannot be used
   */
  @Override
  public CrossValidatorModel fit(Dataset<?> data) {
    transformSchema(data.schema());
    if (!(getEstimator() instanceof Searchable estimator)) {
      return super.fit(data);
    }
    requireOwnParams(estimator);
    if (!sharesRows(estimator)) {
      return super.fit(data);
    }
    int folds = getNumFolds();
    ParamMap[] maps = getEstimatorParamMaps();
    double[] means = new double[maps.length];
    Model<?>[][] subModels = new Model<?>[folds][];
    try (GridRows rows = new GridRows(folds, getSeed())) {
      for (int fold = 0; fold < folds; fold++) {
        List<Trial> trials = trials(estimator, data, rows, fold, maps);
        if (getCollectSubModels()) {
          subModels[fold] = trials.stream().map(Trial::model).toArray(Model<?>[]::new);
        }
        for (int i = 0; i < means.length; i++) {
          means[i] += trials.get(i).metric() / folds;
        }
      }
      int best = best(means);
      LOG.info("mean metrics {}, best are {}", means, maps[best]);
      Model<?> model = fitted(estimator, data, maps[best], rows.new All());
      CrossValidatorModel found = new CrossValidatorModel(uid(), model, means);
      found.setSubModels(getCollectSubModels() ? Option.apply(subModels) : Option.empty());
      copyValues(found, ParamMap.empty());
      found.setParent(this);
      return found;
    }
  }

  /**
   * Refuses param maps that name params of another stage, which a fit would ignore.
   *
   * @throws IllegalArgumentException naming the param and its stage
   */
  private void requireOwnParams(Searchable estimator) {
    for (ParamMap map : getEstimatorParamMaps()) {
      for (ParamPair<?> pair : CollectionConverters.asJava(map.toSeq())) {
        String parent = pair.param().parent();
        if (!parent.equals(estimator.uid())) {
          throw new IllegalArgumentException(
              "setEstimatorParamMaps has "
                  + pair.param()
                  + ", a param of "
                  + parent
                  + "; expected params of the estimator "
                  + estimator.uid());
        }
      }
    }
  }

  /** True if the evaluator reads no other columns of the data than packed rows have. */
  private boolean readsPackedColumns(Searchable estimator, ParamMap map) {
    Evaluator evaluator = getEvaluator();
    boolean label =
        !evaluator.hasParam("labelCol")
            || column(evaluator, "labelCol", map).equals(column(estimator, "labelCol", map));
    String weight = evaluator.hasParam("weightCol") ? column(evaluator, "weightCol", map) : "";
    return label && (weight.isEmpty() || weight.equals(column(estimator, "weightCol", map)));
  }

  /** True if the fits of an estimator can use folds of packed rows. */
  private boolean sharesRows(Searchable estimator) {
    for (ParamMap map : getEstimatorParamMaps()) {
      Params copy = estimator.copy(map);
      MlpParams<?> params = (MlpParams<?>) copy;
      if (copy.isSet(params.validationIndicatorCol())
          || params.settings().get(DataKeys.ENCODE).equals("index")
          || !readsPackedColumns(estimator, map)) {
        return false;
      }
    }
    return getFoldCol().isEmpty();
  }

  /** A model with its metric on the held-out rows. */
  private record Trial(Model<?> model, double metric) {}

  private List<Trial> trials(
      Searchable estimator, Dataset<?> data, GridRows rows, int fold, ParamMap[] maps) {
    ExecutorService threads = Executors.newFixedThreadPool(Math.min(getParallelism(), maps.length));
    try {
      List<Callable<Trial>> work = new ArrayList<>();
      for (ParamMap map : maps) {
        work.add(() -> trial(estimator, data, rows.new WithoutFold(fold), map));
      }
      List<Trial> trials = new ArrayList<>();
      for (Future<Trial> trial : threads.invokeAll(work)) {
        trials.add(trial.get());
      }
      return trials;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the search was interrupted", e);
    } finally {
      threads.shutdownNow();
    }
  }

  private Trial trial(
      Searchable estimator, Dataset<?> data, GridRows.WithoutFold rows, ParamMap map) {
    Model<?> model = fitted(estimator, data, map, rows);
    Evaluator evaluator = getEvaluator();
    Dataset<?> scored =
        ((Searchable.Scorer) withNeeded(model, evaluator))
            .scored(data.sparkSession(), rows.heldOut(), column(estimator, "weightCol", map));
    return new Trial(model, evaluator.evaluate(scored));
  }

  /**
   * A copy of the model without the output columns that the evaluator does not read, since vectors
   * take most of the time of an evaluation; the model itself if the evaluator is not known.
   */
  private static Model<?> withNeeded(Model<?> model, Evaluator evaluator) {
    List<String> unused;
    if (evaluator instanceof MulticlassClassificationEvaluator classes) {
      boolean loss = classes.getMetricName().equals("logLoss");
      unused = loss ? List.of("rawPredictionCol") : List.of("rawPredictionCol", "probabilityCol");
    } else if (evaluator instanceof BinaryClassificationEvaluator) {
      unused = List.of("probabilityCol", "predictionCol");
    } else {
      return model;
    }
    Model<?> copy = model.copy(ParamMap.empty());
    for (String column : unused) {
      if (copy.hasParam(column)
          && !copy.getOrDefault(copy.getParam(column)).equals(read(evaluator))) {
        copy.set(column, "");
      }
    }
    return copy;
  }

  /** The name of the column of predictions that an evaluator reads. */
  private static Object read(Evaluator evaluator) {
    String param = evaluator.hasParam("predictionCol") ? "predictionCol" : "rawPredictionCol";
    return evaluator.getOrDefault(evaluator.getParam(param));
  }

  private static Model<?> fitted(
      Searchable estimator, Dataset<?> data, ParamMap map, FitRows rows) {
    Estimator<?> copy = (Estimator<?>) estimator.copy(map);
    ((Searchable) copy).fitOn(rows);
    Model<?> model = (Model<?>) copy.fit(data);
    model.setParent(null);
    return model;
  }

  /** The name of a column that a stage uses with a param map; empty if it uses none. */
  private static String column(Params stage, String name, ParamMap map) {
    Param<?> column = stage.getParam(name);
    Object set = map.get(column).getOrElse(() -> null);
    if (set != null) {
      return set.toString();
    }
    return stage.isDefined(column) ? stage.getOrDefault(column).toString() : "";
  }

  private int best(double[] means) {
    boolean larger = getEvaluator().isLargerBetter();
    return IntStream.range(0, means.length)
        .boxed()
        .reduce(
            (a, b) ->
                Double.isNaN(means[a]) || (larger ? means[b] > means[a] : means[b] < means[a])
                    ? b
                    : a)
        .orElseThrow(() -> new IllegalArgumentException("setEstimatorParamMaps has no param maps"));
  }

  /** Writes the search as a {@link CrossValidator} of Spark, since it has the same params. */
  @Override
  public MLWriter write() {
    return copied(new CrossValidator(uid())).write();
  }

  /** Reads a search, or a {@link CrossValidator}, from a directory. */
  public static MlpGridSearch load(String path) {
    CrossValidator read = CrossValidator.load(path);
    MlpGridSearch search = new MlpGridSearch(read.uid());
    read.copyValues(search, ParamMap.empty());
    return search;
  }

  private <T extends CrossValidator> T copied(T to) {
    copyValues(to, ParamMap.empty());
    return to;
  }
}
