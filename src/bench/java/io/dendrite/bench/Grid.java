package io.dendrite.bench;

import io.dendrite.config.TrainConfig;
import io.dendrite.engine.Step;
import io.dendrite.input.TrainingRows;
import io.dendrite.ml.MlpClassifier;
import io.dendrite.ml.MlpGridSearch;
import io.dendrite.run.RunListener;
import io.dendrite.run.Trainer;
import io.dendrite.shards.TrainingData;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A grid search against the steps of its fits alone. */
final class Grid {
  private static final int ROWS = 1_000_000;
  private static final int FEATURES = 20;
  private static final int FOLDS = 3;
  private static final int SETTINGS = 12;
  private static final int BATCH = 10_000;
  private static final int ROUNDS = 3;

  private Grid() {}

  /**
   * 12 settings and 3 folds on a million rows, with the default number of epochs, and a fit of
   * which the steps alone are timed.
   */
  static void grid(Workbench bench) throws Exception {
    Dataset<Row> data = data(bench);
    Turns turns = new Turns();
    int search = turns.add(() -> search(data));
    int steps = turns.add(() -> steps(data));
    turns.run(ROUNDS);
    bench.report.figure("grid.search", turns.median(search), "seconds, the search");
    bench.report.figure("grid.fits", turns.median(steps), "seconds, the steps of its fits");
    bench.report.ratio("grid.steps", turns.ratio(search, steps), "of the time of the steps");
  }

  private static Dataset<Row> data(Workbench bench) {
    List<Column> columns = new ArrayList<>();
    Column sum = functions.lit(0);
    for (int j = 0; j < FEATURES; j++) {
      Column feature = functions.rand(j).as("x" + j);
      columns.add(feature);
      sum = sum.plus(functions.col("x" + j));
    }
    return bench
        .session()
        .range(0, ROWS, 1, bench.cores)
        .select(columns.toArray(Column[]::new))
        .withColumn("label", sum.gt(FEATURES / 2.0).cast("double"));
  }

  private static String[] features() {
    return IntStream.range(0, FEATURES).mapToObj(j -> "x" + j).toArray(String[]::new);
  }

  private static double search(Dataset<Row> data) {
    MlpClassifier mlp =
        new MlpClassifier().setFeaturesCols(features()).setTrainBatch(Integer.toString(BATCH));
    double[] rates =
        IntStream.range(0, SETTINGS / 2).mapToDouble(i -> 0.001 * Math.pow(2, i)).toArray();
    ParamMap[] maps =
        new ParamGridBuilder()
            .addGrid(mlp.stepSize(), rates)
            .addGrid(mlp.weightDecay(), new double[] {0, 1e-4})
            .build();
    MlpGridSearch search = new MlpGridSearch();
    search
        .setEstimator(mlp)
        .setEstimatorParamMaps(maps)
        .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
        .setNumFolds(FOLDS);
    long start = System.nanoTime();
    search.fit(data);
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * Seconds of the steps of all fits of the search: each fold's fits train on the rows of the other
   * folds, the last on all rows.
   */
  private static double steps(Dataset<Row> data) throws Exception {
    double[] seconds = new double[1];
    TrainConfig config =
        BenchSettings.config(
            List.of(
                "data.train=the DataFrame",
                "data.label=label",
                "data.features=[" + String.join(", ", features()) + "]",
                "data.validation=0",
                "network.layers=[inner-product 64, relu, inner-product 32, relu, inner-product 2]",
                "train.batch=" + BATCH,
                "train.optimizer.type=adam",
                "train.optimizer.rate=0.001"));
    RunListener timer =
        new RunListener() {
          @Override
          public void step(Step step) {
            seconds[0] += step.seconds();
          }
        };
    TrainingRows rows = new TrainingRows(data.sparkSession(), data, null, UnaryOperator.identity());
    new Trainer(TrainingData.source(rows), config, timer).fit(false, null);
    return seconds[0] * (SETTINGS * FOLDS * (FOLDS - 1.0) / FOLDS + 1);
  }
}
