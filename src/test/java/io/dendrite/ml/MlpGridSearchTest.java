package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.checkpoint.ModelStore;
import io.dendrite.input.SparkTest;
import io.dendrite.model.RunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;

/** A grid search over rows that are packed once. */
class MlpGridSearchTest extends SparkTest {
  private static MlpClassifier classifier() {
    return new MlpClassifier()
        .setConfig("train.epochs = 4, train.batch = 50")
        .setPartitions(3)
        .setLibrary("java");
  }

  private static ParamMap[] grid(MlpClassifier classifier) {
    return new ParamGridBuilder()
        .addGrid(classifier.stepSize(), new double[] {1e-6, 0.01})
        .addGrid(
            classifier.scale(),
            scala.collection.JavaConverters.asScalaBuffer(List.of("none", "standard")).toSeq())
        .build();
  }

  private static ParamMap[] two(MlpClassifier classifier) {
    return Arrays.copyOf(grid(classifier), 2);
  }

  private static MlpGridSearch search(Estimator<?> estimator, ParamMap[] maps, Evaluator by) {
    MlpGridSearch search = new MlpGridSearch();
    search
        .setEstimator(estimator)
        .setEstimatorParamMaps(maps)
        .setEvaluator(by)
        .setNumFolds(3)
        .setSeed(5);
    return search;
  }

  private static Evaluator accuracy() {
    return new MulticlassClassificationEvaluator().setMetricName("accuracy");
  }

  private static String weights(Object model) {
    return RunJson.sha256(((MlpClassificationModel) model).networkWeights().toString());
  }

  @Test
  void theBestModelIsThatOfAFitWithItsParams() {
    Dataset<Row> data = Frames.clusters(400, 4, 3, 7);
    MlpClassifier classifier = classifier();
    ParamMap[] maps = grid(classifier);
    CrossValidatorModel found = search(classifier, maps, accuracy()).fit(data);
    double[] metrics = found.avgMetrics();
    assertThat(metrics).hasSize(4);
    int best = 0;
    for (int i = 1; i < metrics.length; i++) {
      best = metrics[i] > metrics[best] ? i : best;
    }
    assertThat(metrics[best]).isGreaterThan(0.8).isGreaterThan(metrics[0] + 0.2);
    MlpClassificationModel alone = classifier.fit(data, maps[best]);
    assertThat(found.bestModel()).isInstanceOf(MlpClassificationModel.class);
    assertThat(weights(found.bestModel())).isEqualTo(weights(alone));
  }

  @Test
  void neitherOrderNorPartitionsNorParallelismChangeTheMetrics() {
    Dataset<Row> data = Frames.clusters(300, 4, 3, 8);
    MlpClassifier classifier = classifier();
    ParamMap[] maps = grid(classifier);
    double[] once = search(classifier, maps, accuracy()).fit(data).avgMetrics();
    MlpGridSearch parallel = search(classifier, maps, accuracy());
    parallel.setParallelism(4);
    Dataset<Row> shuffled = data.orderBy(functions.rand(3)).repartition(7);
    assertThat(parallel.fit(shuffled).avgMetrics()).isEqualTo(once);
    MlpGridSearch others = search(classifier, maps, accuracy());
    others.setSeed(6);
    assertThat(others.fit(data).avgMetrics()).isNotEqualTo(once);
  }

  /** Spark's own search of the same grid, whose folds are drawn otherwise, finds about the same. */
  @Test
  void besideSparksOwnSearch() {
    Dataset<Row> data = Frames.clusters(900, 4, 3, 9);
    MlpClassifier classifier = classifier();
    ParamMap[] maps = grid(classifier);
    double[] ours = search(classifier, maps, accuracy()).fit(data).avgMetrics();
    CrossValidatorModel spark =
        new CrossValidator()
            .setEstimator(classifier)
            .setEstimatorParamMaps(maps)
            .setEvaluator(accuracy())
            .setNumFolds(3)
            .fit(data);
    for (int i = 1; i < maps.length; i += 2) {
      assertThat(ours[i]).isCloseTo(spark.avgMetrics()[i], within(0.05));
    }
  }

  @Test
  void theDataAreReadTheSameNumberOfTimesForAnyGrid() {
    LongAccumulator read = SPARK.sparkContext().longAccumulator();
    Dataset<Row> data =
        Frames.clusters(200, 4, 3, 3)
            .map(
                (MapFunction<Row, Row>)
                    row -> {
                      read.add(1);
                      return row;
                    },
                Encoders.row(Frames.LABELED));
    MlpClassifier classifier = classifier();
    ParamMap[] maps = grid(classifier);
    search(classifier, Arrays.copyOf(maps, 1), accuracy()).fit(data);
    long one = read.value();
    read.reset();
    search(classifier, maps, accuracy()).fit(data);
    assertThat(read.value()).isEqualTo(one).isLessThanOrEqualTo(5 * 200);
  }

  @Test
  void weightsAndScoresReachTheEvaluator() {
    Dataset<Row> data =
        Frames.clusters(300, 4, 2, 4)
            .withColumn("w", functions.when(functions.col("label").equalTo(1), 3.0).otherwise(0.5));
    MlpClassifier classifier = classifier().setWeightCol("w");
    ParamMap[] maps = {ParamMap.empty()};
    Evaluator area = new BinaryClassificationEvaluator().setWeightCol("w");
    assertThat(search(classifier, maps, area).fit(data).avgMetrics()[0]).isBetween(0.9, 1.0);
  }

  @Test
  void aRegressorIsScoredInTheLabelsUnits() {
    MlpRegressor regressor =
        new MlpRegressor().setConfig("train.epochs = 40, train.batch = 20").setStepSize(0.01);
    ParamMap[] maps =
        new ParamGridBuilder().addGrid(regressor.maxIter(), new int[] {1, 40}).build();
    regressor.setConfig("train.batch = 20");
    CrossValidatorModel found =
        search(regressor, maps, new RegressionEvaluator()).fit(Frames.plane(300));
    assertThat(found.avgMetrics()[0]).isGreaterThan(30);
    assertThat(found.avgMetrics()[1]).isLessThan(30);
    assertThat(((MlpRegressionModel) found.bestModel()).getOrDefault(regressor.maxIter()))
        .isEqualTo(40);
  }

  @Test
  void aCategoryThatOneFoldAloneHasIsNoneOfThem() {
    Dataset<Row> data =
        Frames.clusters(120, 4, 3, 2)
            .withColumn("n", functions.monotonically_increasing_id())
            .withColumn(
                "town", functions.when(functions.col("n").equalTo(0), "rare").otherwise("common"));
    MlpClassifier classifier =
        classifier().setFeaturesCols("features", "town").setMaxIter(20).setStepSize(0.01);
    ParamMap[] maps = {ParamMap.empty()};
    assertThat(search(classifier, maps, accuracy()).fit(data).avgMetrics()[0]).isGreaterThan(0.5);
  }

  @Test
  void fewRows() {
    ParamMap[] maps = {ParamMap.empty()};
    MlpClassifier classifier = classifier().setConfig("train.epochs = 2");
    assertThat(search(classifier, maps, accuracy()).fit(Frames.xor(1)).avgMetrics()).hasSize(1);
    assertThat(search(classifier, maps, accuracy()).fit(Frames.xor(30)).avgMetrics()[0])
        .isBetween(0.0, 1.0);
    MlpGridSearch many = search(classifier, maps, accuracy());
    many.setNumFolds(5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> many.fit(Frames.xor(1)))
        .withMessage("the DataFrame has 4 rows; expected at least one for each of 5 folds");
  }

  @Test
  void earlyStoppingWithinFolds() {
    MlpClassifier classifier = classifier().setPatience(2);
    ParamMap[] maps = {ParamMap.empty()};
    assertThat(
            search(classifier, maps, accuracy()).fit(Frames.clusters(300, 4, 3, 1)).avgMetrics()[0])
        .isGreaterThan(0.8);
  }

  @Test
  void packedRowsAreFreed() {
    int before = SPARK.sparkContext().getPersistentRDDs().size();
    MlpClassifier classifier = classifier();
    search(classifier, grid(classifier), accuracy()).fit(Frames.clusters(100, 4, 3, 1));
    classifier.setConfig("train.epochs = 4");
    ParamMap[] wrong = {new ParamMap().put(classifier.layers(), new int[] {9, 3})};
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(classifier, wrong, accuracy()).fit(Frames.clusters(100, 4, 3, 1)))
        .withMessageContaining("the first of setLayers is 9, but the rows have 4 features");
    assertThat(SPARK.sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  @Test
  void otherSearchesAreSparksOwn() {
    Dataset<Row> data =
        Frames.clusters(150, 4, 3, 1)
            .withColumn(
                "fold",
                functions.pmod(functions.hash(functions.col("features")), functions.lit(3)));
    ParamMap[] maps = {ParamMap.empty()};
    MlpGridSearch byColumn = search(classifier(), maps, accuracy());
    byColumn.setFoldCol("fold");
    assertThat(byColumn.fit(data).avgMetrics()[0]).isGreaterThan(0.5);
    PipelineStage[] stages = {
      new VectorAssembler().setInputCols(new String[] {"features"}).setOutputCol("x"),
      classifier().setFeaturesCol("x")
    };
    CrossValidatorModel piped =
        search(new Pipeline().setStages(stages), maps, accuracy()).fit(data);
    assertThat(piped.bestModel()).isInstanceOf(PipelineModel.class);
  }

  @Test
  void anEvaluatorMayHaveWeightsOfItsOwn() {
    Dataset<Row> data = Frames.clusters(90, 4, 3, 1).withColumn("w", functions.lit(2.0));
    Evaluator weighted = new MulticlassClassificationEvaluator().setWeightCol("w");
    ParamMap[] maps = {ParamMap.empty()};
    assertThat(search(classifier(), maps, weighted).fit(data).avgMetrics()[0]).isBetween(0.1, 1.0);
  }

  @Test
  void paramsOfAnotherStageAreRefused() {
    MlpClassifier other = classifier();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> search(classifier(), grid(other), accuracy()).fit(Frames.clusters(60, 4, 3, 1)))
        .withMessageContaining("a param of " + other.uid() + "; expected params of the estimator");
  }

  @Test
  void savedAndLoaded() throws IOException {
    MlpClassifier classifier = classifier();
    Dataset<Row> data = Frames.clusters(100, 4, 3, 1);
    MlpGridSearch search = search(classifier, two(classifier), accuracy());
    search.setCollectSubModels(true);
    String there = dir.resolve("search").toString();
    search.save(there);
    MlpGridSearch loaded = MlpGridSearch.load(there);
    CrossValidatorModel found = search.fit(data);
    assertThat(found.subModels()).hasDimensions(3, 2);
    assertThat(loaded.fit(data).avgMetrics()).isEqualTo(found.avgMetrics());
    found.save(dir.resolve("found").toString());
    assertThatThrownBy(
            () ->
                ModelStore.read(
                    dir.resolve("found").toString(), SPARK.sparkContext().hadoopConfiguration()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is a search of Spark ML; its best model is")
        .hasMessageEndingWith("/found/bestModel");
    assertThat(weights(CrossValidatorModel.load(dir.resolve("found").toString()).bestModel()))
        .isEqualTo(weights(found.bestModel()));
  }

  /** Each fit has a folder of checkpoints of its own, and a second search goes on from there. */
  @Test
  void eachFitHasItsCheckpoints() throws IOException {
    Path checkpoints = dir.resolve("checkpoints");
    MlpClassifier classifier = classifier().setCheckpointDir(checkpoints.toString());
    Dataset<Row> data = Frames.clusters(100, 4, 3, 1);
    ParamMap[] maps = two(classifier);
    double[] first = search(classifier, maps, accuracy()).fit(data).avgMetrics();
    try (Stream<Path> folders = Files.list(checkpoints)) {
      assertThat(folders).hasSize(3 * 2 + 1);
    }
    classifier.setResume(true);
    assertThat(search(classifier, maps, accuracy()).fit(data).avgMetrics()).isEqualTo(first);
    try (Stream<Path> folders = Files.list(checkpoints)) {
      assertThat(folders).hasSize(3 * 2 + 1);
    }
  }
}
