package io.dendrite.shards;

import io.dendrite.config.ClassWeights;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;

/**
 * Computes the weights that {@code data.classWeights} gives to the rows of each class in training.
 */
public final class ClassWeighting {
  private ClassWeighting() {}

  /**
   * For each class, the weight of its rows in training; null if no class weights are requested.
   *
   * @throws DataException if the user gives more or fewer weights than there are classes
   */
  public static float[] of(ClassWeights asked, ShardedRows train, Encoding encoding, int slots) {
    if (asked.isNone()) {
      return null;
    }
    int classes = encoding.outputs();
    float[] weights = new float[classes];
    if (!asked.balanced()) {
      if (asked.given().size() != classes) {
        throw new DataException(
            "data.classWeights has "
                + asked.given().size()
                + " numbers, but the classes are "
                + String.join(", ", encoding.labels())
                + "; expected one for each, in this order");
      }
      for (int c = 0; c < classes; c++) {
        weights[c] = asked.given().get(c).floatValue();
      }
      return weights;
    }
    long[] counts = Targets.counts(train, classes, slots);
    for (int c = 0; c < classes; c++) {
      weights[c] = (float) (train.rows() / ((double) classes * Math.max(1, counts[c])));
    }
    return weights;
  }
}
