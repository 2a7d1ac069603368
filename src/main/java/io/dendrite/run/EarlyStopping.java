package io.dendrite.run;

import io.dendrite.config.TrainConfig;
import io.dendrite.score.Metric;
import io.dendrite.score.Metrics;

/**
 * Watches a validation metric: remembers the best weights, and stops the run after {@code patience}
 * epochs without a better value. The state of early stopping is part of every checkpoint.
 */
final class EarlyStopping {
  private final Metric metric;
  private final int patience;

  /** The best value of the metric so far; NaN before the first validation. */
  double best = Double.NaN;

  /** The step at which the best value was reached; 0 before the first validation. */
  long bestStep;

  /** Number of validated epochs since the best value of the metric. */
  int epochsSince;

  /**
   * The weights at the best step; null before the first validation, or if {@code patience} is 0.
   */
  float[] bestParameters;

  /**
   * @param patience number of epochs without a better value after which the run stops; if 0, the
   *     run does not stop early, and only the best step is remembered
   */
  EarlyStopping(Metric metric, int patience) {
    this.metric = metric;
    this.patience = patience;
  }

  /**
   * Creates early stopping with the metric and the patience of a configuration.
   *
   * @throws IllegalArgumentException if the metric does not apply to networks of the configured
   *     purpose
   */
  static EarlyStopping of(TrainConfig config) {
    String metric = config.run().stopMetric();
    return new EarlyStopping(
        Metric.of(config.network().purpose(), "train.stop.metric", metric),
        config.run().patience());
  }

  /**
   * Compares the metrics after an epoch with the best value so far, and remembers the parameters if
   * the value is better.
   */
  void see(Metrics metrics, long step, float[] parameters) {
    double value = metrics.get(metric.name());
    if (bestStep == 0 && epochsSince == 0
        || Double.isNaN(best) && !Double.isNaN(value)
        || (metric.lessIsBetter() ? value < best : value > best)) {
      best = value;
      bestStep = step;
      epochsSince = 0;
      bestParameters = patience > 0 ? parameters.clone() : null;
    } else {
      epochsSince++;
    }
  }

  /** True if {@code patience} epochs have passed without a better value. */
  boolean stop() {
    return patience > 0 && epochsSince >= patience;
  }
}
