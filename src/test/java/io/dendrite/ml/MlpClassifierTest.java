package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.input.SparkTest;
import io.dendrite.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.classification.OneVsRest;
import org.apache.spark.ml.evaluation.BinaryClassificationEvaluator;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StringIndexer;
import org.apache.spark.ml.feature.VectorAssembler;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** The classifier in pipelines, tuning, and files. */
class MlpClassifierTest extends SparkTest {
  private static MlpClassifier small() {
    return new MlpClassifier()
        .setLayers(new int[] {4, 5, 3})
        .setMaxIter(20)
        .setPartitions(4)
        .setLibrary("java")
        .setSeed(7);
  }

  @Test
  void rowsWithoutALabelAreLeftOutOfTheSummary() {
    Dataset<Row> rows =
        Frames.clusters(90, 4, 3, 1)
            .withColumn("n", functions.monotonically_increasing_id().mod(30))
            .withColumn(
                "label", functions.when(functions.col("n").notEqual(0), functions.col("label")));
    MlpClassificationModel model = small().setHandleInvalid("skip").fit(rows);
    assertThat(model.summary().accuracy()).isGreaterThan(0.7);
    assertThat(model.evaluate(rows).predictions().count()).isLessThan(90).isGreaterThan(60);
  }

  @Test
  void vectorsOfAnotherLengthAreNotSkipped() {
    MlpClassificationModel model =
        small().setHandleInvalid("skip").fit(Frames.clusters(60, 4, 3, 1));
    assertThatThrownBy(() -> model.transform(Frames.clusters(9, 3, 3, 1)).collectAsList())
        .hasStackTraceContaining("has a vector of 3 values, but the model has 4 features");
  }

  /** Tasks may take a model with them, as they may take Spark's models. */
  @Test
  void aModelWorksInAFunctionOfRows() {
    Dataset<Row> rows = Frames.clusters(60, 4, 3, 1);
    MlpClassificationModel model = small().fit(rows);
    UDF1<Vector, Double> predict = model::predict;
    List<Row> scored =
        model
            .transform(rows)
            .withColumn(
                "again",
                functions.udf(predict, DataTypes.DoubleType).apply(functions.col("features")))
            .collectAsList();
    assertThat(scored)
        .hasSize(60)
        .allSatisfy(
            row ->
                assertThat(row.<Double>getAs("again")).isEqualTo(row.<Double>getAs("prediction")));
  }

  @Test
  void learnsAndAddsColumns() {
    Dataset<Row> rows = Frames.clusters(300, 4, 3, 1);
    MlpClassificationModel model = small().fit(rows);
    Dataset<Row> scored = model.transform(rows);
    assertThat(scored.columns())
        .containsExactly("label", "features", "rawPrediction", "probability", "prediction");
    assertThat(scored.schema()).isEqualTo(model.transformSchema(rows.schema()));
    assertThat(model.summary().accuracy()).isGreaterThan(0.9);
    assertThat(model.summary().objectiveHistory()).hasSizeBetween(5, 21);
    assertThat(model.summary().totalIterations())
        .isEqualTo(model.summary().objectiveHistory().length - 1);
    assertThat(model.numClasses()).isEqualTo(3);
    assertThat(model.numFeatures()).isEqualTo(4);
    for (Row row : scored.takeAsList(20)) {
      Vector features = row.getAs("features");
      Vector probability = row.getAs("probability");
      assertThat(model.predict(features)).isEqualTo(row.<Double>getAs("prediction"));
      assertThat(model.predictProbability(features).toArray())
          .containsExactly(probability.toArray(), within(1e-5));
      Vector raw = row.getAs("rawPrediction");
      assertThat(model.raw2probabilityInPlace(raw.copy()).toArray())
          .containsExactly(probability.toArray(), within(1e-5));
    }
  }

  /** Evaluators of two classes look at the second raw prediction alone. */
  @Test
  void rawPredictionsOrderRowsAsProbabilitiesDo() {
    Dataset<Row> rows =
        Frames.clusters(200, 4, 2, 5)
            .withColumn("label", functions.expr("if(hash(label, features) % 4 = 0, 0.0, label)"));
    Dataset<Row> scored =
        small().setLayers(new int[] {4, 5, 2}).setMaxIter(2).fit(rows).transform(rows);
    double raw = new BinaryClassificationEvaluator().evaluate(scored);
    double probability =
        new BinaryClassificationEvaluator().setRawPredictionCol("probability").evaluate(scored);
    assertThat(raw).isCloseTo(probability, within(1e-9)).isLessThan(1);
  }

  /** Neither the partitions nor the order of a DataFrame change a bit. */
  @Test
  void doesNotDependOnPartitionsOrOrder() {
    Dataset<Row> rows = Frames.clusters(300, 4, 3, 1);
    Vector weights = small().fit(rows).weights();
    assertThat(small().fit(rows.repartition(7)).weights()).isEqualTo(weights);
    assertThat(small().fit(rows.orderBy("features")).weights()).isEqualTo(weights);
    assertThat(small().setSeed(8).fit(rows).weights()).isNotEqualTo(weights);
  }

  /** A zero is a zero, however the vector writes it. */
  @Test
  void sparseAndDenseRowsAreTheSameRows() {
    Dataset<Row> rows = Frames.clusters(60, 4, 3, 2);
    List<Row> mixed =
        rows.collectAsList().stream()
            .map(
                row -> {
                  Vector v = row.getAs(1);
                  SparseVector sparse = new SparseVector(4, new int[] {0, 1, 2, 3}, v.toArray());
                  return RowFactory.create(row.get(0), v.apply(0) > 0 ? v : sparse);
                })
            .toList();
    MlpClassificationModel model = small().fit(rows);
    assertThat(small().fit(Frames.of(mixed)).weights()).isEqualTo(model.weights());
    assertThat(model.transform(Frames.of(mixed)).select("prediction").collectAsList())
        .isEqualTo(model.transform(rows).select("prediction").collectAsList());
  }

  @Test
  void worksInPipelinesAndCrossValidation() throws IOException {
    Dataset<Row> table = table();
    Pipeline pipeline =
        new Pipeline()
            .setStages(
                new PipelineStage[] {
                  new StringIndexer().setInputCol("kind").setOutputCol("label"),
                  new VectorAssembler()
                      .setInputCols(new String[] {"a", "b"})
                      .setOutputCol("features"),
                  classifier()
                });
    MlpClassifier last = (MlpClassifier) pipeline.getStages()[2];
    ParamMap[] grid =
        new ParamGridBuilder()
            .addGrid(last.maxIter(), new int[] {1, 30})
            .addGrid(last.optimizerRate(), new double[] {0.01, 0.03})
            .build();
    CrossValidatorModel found =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("accuracy"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(4)
            .setSeed(3)
            .fit(table);
    PipelineModel best = (PipelineModel) found.bestModel();
    MlpClassificationModel model = (MlpClassificationModel) best.stages()[2];
    assertThat((int) model.getOrDefault(model.maxIter())).isEqualTo(30);
    assertThat(model.labels()).containsExactlyInAnyOrder("low", "high");
    String path = dir.resolve("pipeline").toString();
    best.write().overwrite().save(path);
    assertThat(PipelineModel.load(path).transform(table).select("prediction").collectAsList())
        .isEqualTo(best.transform(table).select("prediction").collectAsList());
    assertThatThrownBy(() -> TrainedModel.load(path, SPARK.sparkContext().hadoopConfiguration()))
        .hasMessageContaining("is a pipeline of Spark ML; its model is the stage")
        .hasMessageContaining("/stages/2_mlpc_");
    pipeline.write().overwrite().save(path);
    assertThat(Pipeline.load(path).getStages()[2]).isInstanceOf(MlpClassifier.class);
  }

  private static MlpClassifier classifier() {
    return new MlpClassifier().setTrainBatch(32).setPartitions(2).setLibrary("java");
  }

  private static Dataset<Row> table() {
    return SPARK
        .range(200)
        .selectExpr(
            "cast(id % 20 as double) as a",
            "cast(id % 7 as int) as b",
            "case when id % 20 > 9 then 'high' else 'low' end as kind",
            "case when id % 3 = 0 then 'x' else 'y' end as letter");
  }

  @Test
  void oneVersusRest() {
    Dataset<Row> rows = Frames.clusters(150, 4, 3, 4);
    Dataset<Row> scored =
        new OneVsRest()
            .setClassifier(small().setLayers(new int[] {4, 3, 2}))
            .fit(rows)
            .transform(rows);
    assertThat(new MulticlassClassificationEvaluator().setMetricName("accuracy").evaluate(scored))
        .isGreaterThan(0.9);
  }

  /** Columns of all kinds in place of one vector; categories that were never seen. */
  @Test
  void featureColumns() {
    Dataset<Row> table = table().withColumn("label", functions.expr("double(kind = 'high')"));
    MlpClassifier stage =
        classifier().setFeaturesCols("a", "letter", "b").setMaxIter(30).setOptimizerRate(0.03);
    MlpClassificationModel model = stage.fit(table);
    assertThat(model.summary().accuracy()).isGreaterThan(0.9);
    Dataset<Row> other = table.limit(3).withColumn("letter", functions.lit("z"));
    assertThatThrownBy(() -> model.transform(other).collect())
        .hasStackTraceContaining("column letter: found 'z'")
        .hasStackTraceContaining("setHandleInvalid");
    MlpClassificationModel keeps = model.copy(new ParamMap()).setHandleInvalid("keep");
    assertThatThrownBy(() -> keeps.transform(table.withColumn("a", functions.lit("z"))).collect())
        .hasStackTraceContaining("column 'a' is of type string");
    assertThat(model.copy(new ParamMap()).setHandleInvalid("skip").transform(other).count())
        .isZero();
  }

  /** A stage's directory is a model of the command, and the other way round. */
  @Test
  void savedModelsAreModelsOfTheCommand() throws IOException {
    Dataset<Row> rows = Frames.clusters(90, 4, 3, 5);
    MlpClassificationModel model = small().fit(rows);
    String path = dir.resolve("model").toString();
    model.write().overwrite().save(path);
    TrainedModel read = TrainedModel.load(path, SPARK.sparkContext().hadoopConfiguration());
    assertThat(read.encoding().labels()).containsExactly("0", "1", "2");
    MlpClassificationModel again = MlpClassificationModel.load(path);
    assertThat(again.uid()).isEqualTo(model.uid());
    assertThat(again.weights()).isEqualTo(model.weights());
    assertThat(again.extractParamMap().toSeq().size())
        .isEqualTo(model.extractParamMap().toSeq().size());
    assertThat(again.hasSummary()).isFalse();
    assertThat(again.trainingHistory().train()).isEqualTo(model.summary().objectiveHistory());
    assertThatThrownBy(() -> model.save(path)).hasMessageContaining("overwrite");
    assertThatThrownBy(() -> MlpRegressionModel.load(path))
        .hasMessageContaining("classification; expected regression");
    model.write().overwrite().save(path);

    String plain = dir.resolve("plain").toString();
    read.save(plain, SPARK.sparkContext().hadoopConfiguration());
    assertThat(MlpClassificationModel.load(plain).weights()).isEqualTo(model.weights());
    Path foreign = Files.createDirectories(dir.resolve("foreign"));
    Files.writeString(foreign.resolve("precious"), "x");
    assertThatThrownBy(() -> model.write().overwrite().save(foreign.toString()))
        .hasStackTraceContaining("not a Dendrite model");
    assertThat(foreign.resolve("precious")).exists();
  }

  @Test
  void streams() throws TimeoutException, IOException {
    Dataset<Row> rows = Frames.clusters(30, 4, 3, 6);
    MlpClassificationModel model = small().fit(rows);
    Path from = dir.resolve("from");
    rows.write().parquet(from.toString());
    try {
      model
          .transform(SPARK.readStream().schema(Frames.LABELED).parquet(from.toString()))
          .writeStream()
          .format("memory")
          .queryName("scored")
          .start()
          .processAllAvailable();
    } finally {
      for (var query : SPARK.streams().active()) {
        query.stop();
      }
    }
    assertThat(SPARK.table("scored").count()).isEqualTo(30);
  }

  /** As a drop-in takes it: not used by l-bfgs. */
  @Test
  void stepSizeIsNotUsedByLbfgs() {
    Dataset<Row> rows = Frames.clusters(90, 4, 3, 5);
    assertThat(small().setStepSize(0.5).fit(rows).weights()).isEqualTo(small().fit(rows).weights());
  }

  /** A column without a name is not there; columns that are not used may have equal names. */
  @Test
  void columnsWithoutAName() {
    Dataset<Row> rows = Frames.clusters(90, 4, 3, 5);
    MlpClassificationModel model = small().setPredictionCol("").setRawPredictionCol("").fit(rows);
    assertThat(model.summary().accuracy()).isGreaterThan(0.9);
    assertThat(model.transform(rows).columns()).containsExactly("label", "features", "probability");
    Dataset<Row> twice = rows.selectExpr("features", "1 as id", "2 as id");
    assertThat(model.transform(twice).count()).isEqualTo(90);
  }

  @Test
  void validationAndWeights() {
    Dataset<Row> rows =
        Frames.clusters(200, 4, 3, 8)
            .withColumn("held", functions.expr("features is not null and rand(1) < 0.3"))
            .withColumn("w", functions.lit(2.0));
    MlpClassificationModel model =
        classifier()
            .setMaxIter(4)
            .setValidationIndicatorCol("held")
            .setWeightCol("w")
            .fit(rows.cache());
    assertThat(model.summary().validationHistory()).hasSize(4);
    assertThat(model.summary().objectiveHistory()).hasSize(4);
    rows.unpersist();
  }

  /** A fit that is repeated goes on from its checkpoints; another one does not meet them. */
  @Test
  void checkpoints() throws IOException {
    Dataset<Row> rows = Frames.clusters(120, 4, 3, 3);
    MlpClassifier stage =
        classifier()
            .setMaxIter(4)
            .setCheckpointDir(dir.resolve("checkpoints").toString())
            .setCheckpointInterval(1);
    Vector half = stage.copy(new ParamMap()).setMaxIter(2).fit(rows).weights();
    Vector weights = classifier().setMaxIter(4).fit(rows).weights();
    assertThat(half).isNotEqualTo(weights);
    assertThat(stage.fit(rows).weights()).isEqualTo(weights);
    assertThat(stage.copy(new ParamMap()).setResume(true).fit(rows.repartition(3)).weights())
        .isEqualTo(weights);
    assertThatThrownBy(() -> stage.fit(rows)).hasMessageContaining("setResume(true)");
    assertThat(stage.fit(rows.limit(60)).weights()).isNotEqualTo(weights);
    try (var folders = Files.list(dir.resolve("checkpoints"))) {
      assertThat(folders).hasSize(3);
    }
  }

  /** Early stopping has rows to watch, whatever says the network. */
  @Test
  void earlyStoppingHoldsRowsOut() {
    Dataset<Row> rows = Frames.clusters(200, 4, 3, 8);
    MlpClassifier stage = small().setSolver("adam").setTrainBatch(20).setPatience(2);
    assertThat(stage.fit(rows).summary().validationHistory()).isNotEmpty();
    assertThat(small().fit(rows).summary().validationHistory()).isEmpty();
    assertThat(small().setConfig("data.validation = 0.1").fit(rows).summary().validationHistory())
        .isNotEmpty();
  }

  private static void refused(MlpClassifier stage, Dataset<Row> rows, String sentence) {
    assertThatThrownBy(() -> stage.fit(rows)).hasMessageContaining(sentence);
  }

  @Test
  void whatCannotBeUsedIsRefused() {
    Dataset<Row> rows = Frames.clusters(30, 4, 3, 9);
    refused(small().setLayers(new int[] {5, 3}), rows, "first of setLayers is 5");
    refused(
        small().setLayers(new int[] {4, 2}), rows, "label 2; expected whole numbers from 0 to 1");
    refused(small(), rows.limit(0), "the DataFrame: no rows");
    refused(
        small().setFeaturesCol("nope"), rows, "nope does not exist. Available: label, features");
    refused(small().setLabelCol("features"), rows, "must be of type numeric");
    refused(small().setTol(-1), rows, "setTol is -1");
    refused(
        small().setStepSize(0.1).setOptimizerRate(0.2).setSolver("gd"),
        rows,
        "setStepSize and setOptimizerRate are the same setting");
    refused(small().setMaxIter(-1), rows, "setMaxIter is -1");
    refused(small().setSolver("admm"), rows, "expected one of l-bfgs, gd, ");
    refused(small().setFeaturesCols(), rows, "expected at least one column");
    refused(
        new MlpClassifier(), rows.withColumn("label", functions.expr("label - 1")), "label -1.0");
    refused(
        new MlpClassifier(), rows.withColumn("label", functions.expr("label / 4")), "label 0.5");
    refused(small().setLayers(new int[] {4, 1}), rows, "the last of setLayers is 1");
    refused(
        small().setLabelCol("my.label"),
        rows.withColumnRenamed("label", "my.label"),
        "has a dot in its name");
    refused(
        small().setValidationIndicatorCol("held"),
        rows.withColumn("held", functions.lit(false)),
        "the validation rows: no rows");
    refused(small().setConfig("train.epoks = 1"), rows, "unknown key");
    refused(
        small(),
        rows.withColumn("label", functions.lit(0.5)),
        "label 0.5; expected whole numbers from 0 to 2");
    refused(
        new MlpClassifier(), rows.withColumn("label", functions.lit(0.0)), "at least two classes");
    refused(
        new MlpClassifier(), rows.withColumn("label", functions.expr("double(null)")), "no labels");
    refused(
        small(),
        Frames.of(
            List.of(
                RowFactory.create(0.0, Vectors.dense(1, 2, 3, Double.NaN)),
                RowFactory.create(1.0, Vectors.dense(1, 2, 3, 4)))),
        "found NaN");
    refused(
        small(),
        Frames.of(
            List.of(
                RowFactory.create(0.0, Vectors.dense(1, 2, 3, Double.NaN)),
                RowFactory.create(1.0, Vectors.dense(1, 2, 3, 4)))),
        "call setHandleInvalid(\"skip\")");
    refused(
        small(),
        rows.union(
            SPARK.createDataFrame(
                List.of(RowFactory.create(null, Vectors.dense(1, 2, 3, 4))),
                new StructType()
                    .add("label", DataTypes.DoubleType)
                    .add("features", rows.schema().apply("features").dataType()))),
        "expected a label");
  }
}
