package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.SparkTest;
import org.apache.spark.ml.classification.MultilayerPerceptronClassificationModel;
import org.apache.spark.ml.classification.MultilayerPerceptronClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** The classifier beside Spark's, from the same weights on the same rows. */
class DropInTest extends SparkTest {
  @Test
  void onClusters() {
    sideBySide(Frames.clusters(150, 4, 3, 1), new int[] {4, 5, 3}, 20);
  }

  @Test
  void onExclusiveOr() {
    sideBySide(Frames.xor(25), new int[] {2, 4, 2}, 20);
  }

  @Test
  void onManyFeatures() {
    sideBySide(Frames.clusters(400, 784, 10, 2), new int[] {784, 20, 10}, 5);
  }

  private static void sideBySide(Dataset<Row> rows, int[] layers, int iterations) {
    // One partition and one block: Spark's loss is the mean over all rows then.
    Dataset<Row> one = rows.coalesce(1).cache();
    int count = (int) one.count();
    MultilayerPerceptronClassifier spark =
        new MultilayerPerceptronClassifier()
            .setLayers(layers)
            .setBlockSize(count)
            .setMaxIter(iterations)
            .setTol(1e-12)
            .setSeed(3);
    Vector start = start(layers);
    MultilayerPerceptronClassificationModel theirs = spark.setInitialWeights(start).fit(one);
    MlpClassificationModel ours =
        new MlpClassifier()
            .setLayers(layers)
            .setBlockSize(count)
            .setMaxIter(iterations)
            .setTol(1e-12)
            .setSeed(3)
            .setInitialWeights(start)
            .fit(one);
    double[] expected = theirs.summary().objectiveHistory();
    double[] found = ours.summary().objectiveHistory();
    for (int k : new int[] {0, 1, 5, 20}) {
      if (k < expected.length) {
        assertThat(Math.abs(found[k] / expected[k] - 1))
            .as("loss after %d iterations: %s and %s", k, found[k], expected[k])
            .isLessThan(k <= 5 ? 1e-6 : 1e-3);
      }
    }
    one.unpersist();
  }

  private static Vector start(int[] layers) {
    int size = 0;
    for (int i = 1; i < layers.length; i++) {
      size += layers[i] * (layers[i - 1] + 1);
    }
    double[] weights = new double[size];
    java.util.SplittableRandom random = new java.util.SplittableRandom(5);
    for (int i = 0; i < size; i++) {
      // Exact as floats.
      weights[i] = (float) ((random.nextDouble() - 0.5) / Math.sqrt(layers[0]));
    }
    return Vectors.dense(weights);
  }
}
