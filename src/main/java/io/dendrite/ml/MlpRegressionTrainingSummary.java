package io.dendrite.ml;

import org.apache.spark.ml.classification.TrainingSummary;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Metrics of a regressor on some rows, computed by Spark's evaluator, and the losses and times of
 * the regressor's fit.
 */
public final class MlpRegressionTrainingSummary implements TrainingSummary {
  private final Dataset<Row> predictions;
  private final RegressionEvaluator evaluator;
  private final double[] history;
  private final double[] validation;
  private final double seconds;
  private final double rowsPerSecond;
  private final long steps;
  private final int iterations;

  /**
   * @param fitted results of the fit; null for metrics of a model that was only evaluated
   */
  MlpRegressionTrainingSummary(MlpRegressionModel model, Dataset<Row> scored, Fit.Fitted fitted) {
    predictions = scored;
    evaluator =
        new RegressionEvaluator()
            .setLabelCol(model.getLabelCol())
            .setPredictionCol(model.getPredictionCol());
    if (model.isSet(model.weightCol())) {
      evaluator.setWeightCol(model.getWeightCol());
    }
    history = fitted == null ? new double[0] : fitted.history().train();
    validation = fitted == null ? new double[0] : fitted.history().validation();
    seconds = fitted == null ? 0 : fitted.result().seconds();
    rowsPerSecond = fitted == null ? 0 : fitted.result().rowsPerSecond();
    steps = fitted == null ? 0 : fitted.result().steps();
    iterations = fitted == null ? 0 : (int) fitted.result().epochs();
    TrainingSummary.$init$(this);
  }

  /** The rows with their predictions. */
  public Dataset<Row> predictions() {
    return predictions;
  }

  private double metric(String name) {
    return evaluator.setMetricName(name).evaluate(predictions);
  }

  /** Root of the mean squared error. */
  public double rootMeanSquaredError() {
    return metric("rmse");
  }

  /** Mean squared error. */
  public double meanSquaredError() {
    return metric("mse");
  }

  /** Mean absolute error. */
  public double meanAbsoluteError() {
    return metric("mae");
  }

  /** Share of the labels' variance that the predictions explain. */
  public double r2() {
    return metric("r2");
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
}
