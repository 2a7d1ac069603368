package io.dendrite.ml;

import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;

/**
 * The columns of a classifier, as many of them as have a name.
 *
 * @param thresholds the class with the greatest ratio of probability to threshold is predicted;
 *     null for the most probable
 */
record ClassOutputs(boolean raw, boolean probability, boolean prediction, double[] thresholds)
    implements BlockScorer.Outputs {
  private static final long serialVersionUID = 1;

  @Override
  public Object[] of(float[] scores, float[] y, int at, int width) {
    Object[] values = new Object[(raw ? 1 : 0) + (probability ? 1 : 0) + (prediction ? 1 : 0)];
    int next = 0;
    if (raw) {
      values[next++] = raw(scores, at, width);
    }
    if (probability) {
      values[next++] = Network.vector(y, at, width);
    }
    if (prediction) {
      values[next] = index(y, at, width, thresholds);
    }
    return values;
  }

  /**
   * The logarithms of the softmax of scores. The softmax of these is the same, and of two classes
   * the second element alone orders rows as the probability does, which evaluators of two classes
   * rely on.
   */
  static Vector raw(float[] scores, int at, int width) {
    double most = Double.NEGATIVE_INFINITY;
    for (int i = at; i < at + width; i++) {
      most = Math.max(most, scores[i]);
    }
    double sum = 0;
    for (int i = at; i < at + width; i++) {
      sum += Math.exp(scores[i] - most);
    }
    double[] raw = new double[width];
    for (int i = 0; i < width; i++) {
      raw[i] = scores[at + i] - most - Math.log(sum);
    }
    return Vectors.dense(raw);
  }

  /** The index of the predicted class; the first of equals, as Spark has it. */
  static double index(float[] y, int at, int width, double[] thresholds) {
    int best = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < width; i++) {
      double value = y[at + i];
      if (thresholds != null) {
        // A threshold of 0 stands for "whenever it is possible at all".
        value =
            thresholds[i] == 0
                ? (value == 0 ? 0 : Double.POSITIVE_INFINITY)
                : value / thresholds[i];
      }
      if (value > most) {
        most = value;
        best = i;
      }
    }
    return best;
  }
}
