package io.dendrite.ml;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.engine.Step;
import io.dendrite.input.TrainingRows;
import io.dendrite.ml.param.SetterWords;
import io.dendrite.ml.param.StageParams;
import io.dendrite.model.TrainedModel;
import io.dendrite.net.Net;
import io.dendrite.run.RunListener;
import io.dendrite.run.TrainResult;
import io.dendrite.run.Trainer;
import io.dendrite.score.Metrics;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One fit of a stage: runs the trainer on a DataFrame, and collects the losses that the trainer
 * reports.
 */
final class Fit implements RunListener {
  private static final Logger LOG = LoggerFactory.getLogger(Fit.class);

  private final Params stage;
  private final StageParams params;
  private final TrainConfig config;
  private final List<Double> train = new ArrayList<>();
  private final List<Double> validation = new ArrayList<>();

  private Fit(Params stage, StageParams params, TrainConfig config) {
    this.stage = stage;
    this.params = params;
    this.config = config;
  }

  /** The results of a fit. */
  record Fitted(TrainedModel model, TrainResult result, TrainingHistory history) {}

  /**
   * Trains a network on a DataFrame.
   *
   * @param classes function from the labels found in the data to the names of all classes; the
   *     identity where the fit has no fixed set of classes
   * @param packed supplier of the fit's packed rows
   * @throws IllegalArgumentException if a param or the data cannot be used; the message names
   *     settings by their setters
   */
  static Fitted run(
      Params stage,
      StageParams params,
      TrainConfig config,
      Dataset<?> data,
      UnaryOperator<List<String>> classes,
      FitRows packed) {
    try {
      return new Fit(stage, params, config).run(data.toDF(), classes, packed);
    } catch (IllegalArgumentException | DataException | NonFiniteException e) {
      throw new IllegalArgumentException(SetterWords.of(stage, params, e.getMessage()), e);
    }
  }

  private Fitted run(Dataset<Row> data, UnaryOperator<List<String>> classes, FitRows packed) {
    Dataset<Row> rows = data;
    Dataset<Row> held = null;
    if (stage.isSet(params.validationIndicatorCol)) {
      String name = stage.getOrDefault(params.validationIndicatorCol);
      FeatureColumns.field(data.schema(), name);
      Column isHeld = functions.coalesce(data.col("`" + name + "`"), functions.lit(false));
      rows = data.filter(functions.not(isHeld));
      held = data.filter(isHeld);
    }
    TrainingRows fitted = new TrainingRows(data.sparkSession(), rows, held, classes);
    try (TrainingData.Source source = packed.source(fitted)) {
      Trainer trainer = new Trainer(source, config, this);
      boolean resume = stage.isSet(params.resume) && (boolean) stage.getOrDefault(params.resume);
      Trainer.Fitted trained = trainer.fit(resume, this::first);
      if (trained.model() == null) {
        throw new IllegalArgumentException(
            "the fit ended before its last step; set resume and fit again to go on from checkpointDir");
      }
      TrainingHistory history = new TrainingHistory(array(train), array(validation));
      history.into(trained.model().provenance());
      return new Fitted(trained.model(), trained.result(), history);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The values that the network's parameters start from; null if the layers' initialisers compute
   * them.
   */
  private float[] first(Net net) {
    if (stage.isSet(params.layers)) {
      int[] units = stage.getOrDefault(params.layers);
      if (units[0] != net.inputs()) {
        throw new IllegalArgumentException(
            "the first of setLayers is "
                + units[0]
                + ", but the rows have "
                + net.inputs()
                + " features; expected the same number");
      }
    }
    if (stage.isSet(params.initialWeights) && config.pretrain().wanted()) {
      throw new IllegalArgumentException(
          "setInitialWeights and pretrain.type exclude each other: both say where training starts");
    }
    return stage.isSet(params.initialWeights)
        ? SparkWeights.toNet(net, (Vector) stage.getOrDefault(params.initialWeights))
        : null;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public void starts(double value) {
    train.add(value);
  }

  @Override
  public void step(Step step) {}

  @Override
  public void epoch(long epoch, double trainLoss, Metrics metrics) {
    train.add(trainLoss);
    if (metrics != null) {
      validation.add(metrics.loss());
    }
  }

  @Override
  public void notice(String text) {
    LOG.warn("{}", SetterWords.of(stage, params, text));
  }
}
