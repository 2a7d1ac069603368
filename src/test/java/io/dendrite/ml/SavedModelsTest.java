package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.input.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.util.MLWritable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that older versions saved load for ever: a directory of each version of the format stays.
 * Those of a new version are made by {@code ./mvnw test -Dtest=SavedModelsTest
 * -Ddendrite.write=true}.
 */
class SavedModelsTest extends SparkTest {
  private static final Path SAVED = Path.of("src/test/resources/io/dendrite/ml/saved");
  private static final String NEWEST = "-format-2";

  static Stream<Path> classifiers() throws IOException {
    return saved("classifier");
  }

  static Stream<Path> regressors() throws IOException {
    return saved("regressor");
  }

  private static Stream<Path> saved(String kind) throws IOException {
    return Files.list(SAVED)
        .filter(directory -> directory.getFileName().toString().startsWith(kind))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("classifiers")
  void classifiersLoad(Path directory) {
    MlpClassificationModel model = MlpClassificationModel.load(directory.toString());
    assertThat(model.labels()).containsExactly("0", "1", "2");
    assertThat(model.getOrDefault(model.layers())).containsExactly(4, 5, 3);
    assertThat(model.trainingHistory().train()).hasSizeGreaterThan(2);
    assertThat(model.predict(Vectors.dense(0, 1.5, 0, 0))).isEqualTo(1);
    assertThat(model.predictProbability(Vectors.dense(1.5, 0, 0, 1.5)).apply(0))
        .isCloseTo(1, within(0.1));
  }

  @ParameterizedTest
  @MethodSource("regressors")
  void regressorsLoad(Path directory) {
    MlpRegressionModel model = MlpRegressionModel.load(directory.toString());
    assertThat(model.getOrDefault(model.maxIter())).isEqualTo(40);
    assertThat(model.trainingHistory().train()).hasSize(40);
    assertThat(model.predict(Vectors.dense(1, 1))).isCloseTo(2_200, within(50.0));
    assertThat(model.predict(Vectors.dense(-1, 0))).isCloseTo(1_900, within(50.0));
  }

  /** The newest ones are of the version that is written now. */
  @Test
  void theNewestAreOfTodaysFormat() throws IOException {
    check(
        "classifier",
        new MlpClassifier()
            .setLayers(new int[] {4, 5, 3})
            .setMaxIter(20)
            .setPartitions(2)
            .setLibrary("java")
            .fit(Frames.clusters(150, 4, 3, 1)));
    check(
        "regressor",
        new MlpRegressor()
            .setMaxIter(40)
            .setStepSize(0.01)
            .setConfig("train.batch = 20")
            .setPartitions(2)
            .setLibrary("java")
            .fit(Frames.plane(200)));
  }

  private void check(String kind, MLWritable model) throws IOException {
    Path now = dir.resolve(kind);
    model.save(now.toString());
    Path newest = SAVED.resolve(kind + NEWEST);
    if (Boolean.getBoolean("dendrite.write")) {
      model.write().overwrite().save(newest.toString());
    }
    assertThat(version(newest)).isEqualTo(version(now));
  }

  private static String version(Path model) throws IOException {
    return Files.readString(model.resolve("model.json"))
        .replaceFirst("(?s).*\"formatVersion\"\\s*:\\s*(\\d+).*", "$1");
  }
}
