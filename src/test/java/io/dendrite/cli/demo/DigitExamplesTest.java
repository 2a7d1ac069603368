package io.dendrite.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.sample.Digits;
import io.dendrite.run.TrainResult;
import io.dendrite.run.Trainer;
import io.dendrite.run.TrainingTest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The configurations of conf/examples on digits, as shipped. */
@Tag("slow")
class DigitExamplesTest extends TrainingTest {
  private TrainResult run(String example) throws IOException {
    return new Trainer(SPARK, ExampleConfigs.of(example, dir, List.of()), new Heard())
        .run(false, null);
  }

  /** As well as a linear classifier can. */
  @Test
  void templatesReadDigits() throws IOException {
    assertThat(run("templates").test().get("accuracy")).isBetween(0.85, 0.93);
  }

  @Test
  void theAutoencodersCodeHoldsMoreThanAsManyPrincipalComponents() throws IOException {
    double principal = principalComponentsRmse(16);
    assertThat(principal).as("of 16 components").isBetween(0.1, 0.2);
    assertThat(run("autoencoder").test().get("rmse")).isLessThan(0.9 * principal);
  }

  /** Root mean squared error of the test digits' best reconstruction from the first components. */
  private static double principalComponentsRmse(int components) {
    double[][] train = digits(10_000, 1);
    double[] mean = new double[Digits.WIDTH];
    List<Vector> rows = new ArrayList<>();
    for (double[] row : train) {
      rows.add(Vectors.dense(row));
      for (int j = 0; j < mean.length; j++) {
        mean[j] += row[j] / train.length;
      }
    }
    RowMatrix matrix =
        new RowMatrix(new JavaSparkContext(SPARK.sparkContext()).parallelize(rows, 2).rdd());
    Matrix directions = matrix.computePrincipalComponents(components);
    double squares = 0;
    double[][] test = digits(2_000, 2);
    for (double[] row : test) {
      for (int j = 0; j < row.length; j++) {
        row[j] -= mean[j];
      }
      // Directions are orthonormal: what is left is |row|^2 less the squares of the coordinates.
      squares += dot(row, row);
      for (double coordinate : directions.transpose().multiply(Vectors.dense(row)).toArray()) {
        squares -= coordinate * coordinate;
      }
    }
    return Math.sqrt(squares / (test.length * (double) Digits.WIDTH));
  }

  private static double[][] digits(int count, long seed) {
    Digits digits = new Digits(seed);
    byte[] image = new byte[Digits.WIDTH];
    double[][] rows = new double[count][Digits.WIDTH];
    for (int i = 0; i < count; i++) {
      digits.draw(i, image, 0);
      for (int j = 0; j < image.length; j++) {
        rows[i][j] = (image[j] & 0xff) / 255.0;
      }
    }
    return rows;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }

  /** conf/examples/digits-pretrained.conf as shipped, and without its pre-training. */
  @Test
  void fewLabelsAreWorthMoreAfterPretraining() throws IOException {
    double before = 0;
    double after = 0;
    for (int seed = 1; seed <= 2; seed++) {
      after += accuracy("train.seed=" + seed) / 2;
      before += accuracy("train.seed=" + seed, "pretrain.type=none") / 2;
    }
    assertThat(after).isGreaterThan(before + 0.02);
  }

  private double accuracy(String... more) throws IOException {
    TrainConfig config =
        ExampleConfigs.of("digits-pretrained", dir.resolve("example"), List.of(more));
    return (Double) new Trainer(SPARK, config, new Heard()).run(false, null).test().get("accuracy");
  }
}
