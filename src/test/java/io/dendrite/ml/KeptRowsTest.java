package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.SparkTest;
import io.dendrite.model.RunJson;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** Fits of copies of an estimator on a persisted DataFrame pack its rows once. */
class KeptRowsTest extends SparkTest {
  private static final int ROWS = 120;

  private final LongAccumulator read = SPARK.sparkContext().longAccumulator();
  private final MlpClassifier classifier =
      new MlpClassifier()
          .setConfig("train.epochs = 2, train.batch = 40")
          .setPartitions(2)
          .setLibrary("java");

  private Dataset<Row> counted(Dataset<Row> data) {
    UDF1<Double, Double> count = counting(read);
    return data.withColumn(
        "label", functions.udf(count, DataTypes.DoubleType).apply(functions.col("label")));
  }

  private static UDF1<Double, Double> counting(LongAccumulator read) {
    return label -> {
      read.add(1);
      return label;
    };
  }

  private ParamMap map(double rate) {
    return new ParamMap().put(classifier.stepSize(), rate);
  }

  /** Rows that a fit reads: how often the label was computed. */
  private long reads(Callable<?> fit) throws Exception {
    read.reset();
    fit.call();
    return read.value();
  }

  private static int persisted() {
    return SPARK.sparkContext().getPersistentRDDs().size();
  }

  private static void awaitPersisted(int wanted) throws InterruptedException {
    for (int i = 0; i < 200 && persisted() != wanted; i++) {
      Thread.sleep(20);
    }
    assertThat(persisted()).isEqualTo(wanted);
  }

  private static String weights(MlpClassificationModel model) {
    return RunJson.sha256(model.networkWeights().toString());
  }

  @Test
  void copiesPackAPersistedDataFrameOnce() throws Exception {
    int before = persisted();
    Dataset<Row> base = Frames.clusters(ROWS, 4, 3, 1).persist();
    Dataset<Row> data = counted(base);
    long labels = ROWS; // Each fit computes the number of classes.
    long first = reads(() -> classifier.fit(data, map(0.01)));
    assertThat(reads(() -> classifier.fit(data, map(0.02)))).isEqualTo(labels).isLessThan(first);
    assertThat(reads(() -> classifier.fit(data, map(0.02).put(classifier.missing(), "mean"))))
        .as("other settings of reading")
        .isEqualTo(first);
    assertThat(weights(classifier.fit(data, map(0.02))))
        .isEqualTo(weights(classifier.copy(map(0.02)).fit(base)));
    base.unpersist(true);
    awaitPersisted(before);
  }

  @Test
  void whatIsNotPersistedIsReadAgain() throws Exception {
    int before = persisted();
    Dataset<Row> data = counted(Frames.clusters(ROWS, 4, 3, 1));
    long first = reads(() -> classifier.fit(data, map(0.01)));
    assertThat(reads(() -> classifier.fit(data, map(0.02)))).isEqualTo(first);
    Dataset<Row> base = Frames.clusters(ROWS, 4, 3, 1).persist();
    Dataset<Row> random = counted(base).withColumn("r", functions.rand());
    first = reads(() -> classifier.fit(random, map(0.01)));
    assertThat(reads(() -> classifier.fit(random, map(0.02)))).isEqualTo(first);
    Dataset<Row> plain = counted(base);
    first = reads(() -> classifier.fit(plain));
    assertThat(reads(() -> classifier.fit(plain))).as("no search").isEqualTo(first);
    base.unpersist(true);
    awaitPersisted(before);
  }

  @Test
  void crossValidationInParallelFreesWhatItKept() throws Exception {
    int before = persisted();
    CrossValidator search =
        new CrossValidator()
            .setEstimator(classifier)
            .setEstimatorParamMaps(
                new ParamGridBuilder()
                    .addGrid(classifier.stepSize(), new double[] {1e-4, 1e-3, 1e-2, 1e-1})
                    .build())
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setNumFolds(2)
            .setSeed(3);
    Dataset<Row> data = Frames.clusters(ROWS, 4, 3, 1);
    CrossValidatorModel serial = search.fit(data);
    CrossValidatorModel parallel = search.setParallelism(4).fit(data);
    assertThat(parallel.avgMetrics()).isEqualTo(serial.avgMetrics());
    assertThat(IntStream.range(0, 4).mapToDouble(i -> serial.avgMetrics()[i]).max().orElse(0))
        .isGreaterThan(0.6);
    awaitPersisted(before);
  }
}
