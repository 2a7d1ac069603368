package io.dendrite.ml;

import org.apache.spark.ml.classification.ClassificationSummary;
import org.apache.spark.ml.classification.TrainingSummary;
import org.apache.spark.mllib.evaluation.MulticlassMetrics;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Metrics of a classifier on some rows, computed by Spark, and the losses and times of the
 * classifier's fit.
 */
public final class MlpTrainingSummary implements ClassificationSummary, TrainingSummary {
  private static final long serialVersionUID = 1;
  private static final String WEIGHT = "weight of a row";

  private final transient Dataset<Row> predictions;
  private final String predictionCol;
  private final String labelCol;
  private final String weightCol;
  private final double[] history;
  private final double[] validation;
  private final double seconds;
  private final double rowsPerSecond;
  private final long steps;
  private final int iterations;
  private transient MulticlassMetrics metrics;

  /**
   * @param fitted results of the fit; null for metrics of a model that was only evaluated
   */
  MlpTrainingSummary(MlpClassificationModel model, Dataset<Row> scored, Fit.Fitted fitted) {
    predictionCol = model.getPredictionCol();
    labelCol = model.getLabelCol();
    boolean weighted = model.isSet(model.weightCol());
    weightCol = weighted ? model.getWeightCol() : WEIGHT;
    predictions = weighted ? scored : scored.withColumn(WEIGHT, functions.lit(1.0));
    history = fitted == null ? new double[0] : fitted.history().train();
    validation = fitted == null ? new double[0] : fitted.history().validation();
    seconds = fitted == null ? 0 : fitted.result().seconds();
    rowsPerSecond = fitted == null ? 0 : fitted.result().rowsPerSecond();
    steps = fitted == null ? 0 : fitted.result().steps();
    iterations = fitted == null ? 0 : (int) fitted.result().epochs();
    ClassificationSummary.$init$(this);
    TrainingSummary.$init$(this);
  }

  @Override
  public Dataset<Row> predictions() {
    return predictions;
  }

  @Override
  public String predictionCol() {
    return predictionCol;
  }

  @Override
  public String labelCol() {
    return labelCol;
  }

  @Override
  public String weightCol() {
    return weightCol;
  }

  /**
   * Mean training loss of each epoch. With l-bfgs, the history has the training loss of the initial
   * weights, then the loss after each iteration.
   */
  @Override
  public double[] objectiveHistory() {
    return history.clone();
  }

  /** Loss of the validation rows after each epoch; empty without validation rows. */
  public double[] validationHistory() {
    return validation.clone();
  }

  /** Wall time of the fit, in seconds. */
  public double seconds() {
    return seconds;
  }

  /** Number of rows that the fit's training steps processed in a second. */
  public double rowsPerSecond() {
    return rowsPerSecond;
  }

  /** Number of epochs of the fit; with l-bfgs, number of iterations. */
  @Override
  public int totalIterations() {
    return iterations;
  }

  /** Number of training steps of the fit. */
  public long steps() {
    return steps;
  }

  @Override
  public MulticlassMetrics
      org$apache$spark$ml$classification$ClassificationSummary$$multiclassMetrics() {
    return metrics;
  }

  @Override
  public void
      org$apache$spark$ml$classification$ClassificationSummary$_setter_$org$apache$spark$ml$classification$ClassificationSummary$$multiclassMetrics_$eq(
          MulticlassMetrics value) {
    metrics = value;
  }
}
