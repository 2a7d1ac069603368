package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.SparkTest;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/**
 * Vectors as VectorAssembler makes them: a few numbers, far from 0, beside many one-hot columns.
 */
class AssembledTest extends SparkTest {
  private static Dataset<Row> assembled(int towns, boolean dense) {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 600; i++) {
      double year = 1990 + random.nextInt(30);
      double x = random.nextDouble();
      Vector sparse =
          Vectors.sparse(
              towns + 2, new int[] {0, 1, 2 + random.nextInt(towns)}, new double[] {year, x, 1});
      double label = (year - 2005) / 10 + x;
      rows.add(RowFactory.create(label, dense ? sparse.toDense() : sparse));
    }
    return Frames.of(rows);
  }

  @Test
  void aColumnFarFrom0IsLearned() {
    for (int towns : new int[] {20, 200}) {
      MlpRegressor regressor =
          new MlpRegressor().setConfig("train.batch = 20").setMaxIter(30).setStepSize(0.003);
      MlpRegressionModel sparse = regressor.fit(assembled(towns, false));
      assertThat(sparse.summary().r2()).as("%d towns", towns).isGreaterThan(0.95);
      MlpRegressionModel dense = regressor.fit(assembled(towns, true));
      assertThat(dense.networkWeights().toString()).isEqualTo(sparse.networkWeights().toString());
      Vector one = assembled(towns, false).first().getAs("features");
      assertThat(sparse.predict(one.toDense())).isEqualTo(sparse.predict(one));
      Vector zero = Vectors.sparse(towns + 2, new int[0], new double[0]);
      assertThat(sparse.predict(zero)).isEqualTo(sparse.predict(zero.toDense()));
    }
  }
}
