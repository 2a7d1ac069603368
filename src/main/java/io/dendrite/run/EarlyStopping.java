package io.dendrite.run;

import io.dendrite.score.Metrics;

/**
 * Watches a validation metric: remembers the best weights, and says stop after {@code patience}
 * epochs without a better value. Its state is part of every checkpoint.
 */
final class EarlyStopping {
  private final String metric;
  private final int patience;

  /**
   * The best value so far, the step it was reached at, and epochs since; NaN and 0 before the
   * first.
   */
  double best = Double.NaN;

  long bestStep;
  int epochsSince;

  /** The weights at the best step; null before the first, or without patience. */
  float[] bestParameters;

  /**
   * @param patience 0: only remember which step was best
   */
  EarlyStopping(String metric, int patience) {
    this.metric = metric;
    this.patience = patience;
  }

  /** Hears the metrics of parameters after an epoch. */
  void see(Metrics metrics, long step, float[] parameters) {
    double value = metrics.get(metric);
    if (Double.isNaN(best) || (lessIsBetter() ? value < best : value > best)) {
      best = value;
      bestStep = step;
      epochsSince = 0;
      bestParameters = patience > 0 ? parameters.clone() : null;
    } else {
      epochsSince++;
    }
  }

  /** Is patience at its end? */
  boolean stop() {
    return patience > 0 && epochsSince >= patience;
  }

  private boolean lessIsBetter() {
    return metric.equals("loss") || metric.equals("rmse") || metric.equals("mae");
  }
}
