package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.SparkTest;
import java.io.IOException;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.ml.tuning.TrainValidationSplit;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;

/** The regressor as a stage. */
class MlpRegressorTest extends SparkTest {
  private static Dataset<Row> rows() {
    return SPARK
        .range(300)
        .selectExpr(
            "cast(id % 20 as double) / 10 as a",
            "cast(id % 7 as decimal(5, 2)) as b",
            "cast(id % 20 as double) / 10 - (id % 7) * 0.5 as label",
            "1.0 as w");
  }

  /** Labels far from 0, with the stage's own defaults; in any order and units. */
  @Test
  void learnsInTheLabelsUnits() {
    MlpRegressor stage =
        new MlpRegressor()
            .setFeaturesCols("a", "b")
            .setTrainBatch(32)
            .setMaxIter(60)
            .setStepSize(0.01)
            .setPartitions(2)
            .setLibrary("java");
    for (String label : new String[] {"label", "2000 + label", "1e6 * label - 3e7"}) {
      Dataset<Row> rows = rows().withColumn("label", functions.expr("double(" + label + ")"));
      MlpRegressionModel model = stage.fit(rows);
      assertThat(model.summary().r2()).as(label).isGreaterThan(0.95);
      assertThat(stage.fit(rows.repartition(5)).networkWeights()).isEqualTo(model.networkWeights());
    }
    Dataset<Row> constant = rows().withColumn("label", functions.lit(7.0));
    assertThat(stage.fit(constant).summary().rootMeanSquaredError()).isLessThan(0.5);
  }

  @Test
  void learnsAPlane() throws IOException {
    MlpRegressor stage =
        new MlpRegressor()
            .setFeaturesCols("a", "b")
            .setWeightCol("w")
            .setTrainBatch(32)
            .setMaxIter(40)
            .setOptimizerRate(0.01)
            .setPartitions(2)
            .setLibrary("java");
    MlpRegressionModel model = stage.fit(rows());
    assertThat(model.summary().r2()).isGreaterThan(0.95);
    assertThat(model.summary().rootMeanSquaredError()).isLessThan(0.3);
    assertThat(model.evaluate(rows()).r2()).isEqualTo(model.summary().r2());
    String path = dir.resolve("model").toString();
    model.save(path);
    assertThat(MlpRegressionModel.load(path).transform(rows()).collectAsList())
        .isEqualTo(model.transform(rows()).collectAsList());
    ParamMap[] grid = new ParamGridBuilder().addGrid(stage.maxIter(), new int[] {1, 20}).build();
    MlpRegressionModel best =
        (MlpRegressionModel)
            new TrainValidationSplit()
                .setEstimator(stage)
                .setEvaluator(new RegressionEvaluator())
                .setEstimatorParamMaps(grid)
                .setParallelism(4)
                .setSeed(1)
                .fit(rows())
                .bestModel();
    assertThat((int) best.getOrDefault(best.maxIter())).isEqualTo(20);
  }
}
