package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.input.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Models that older versions saved load for ever: a directory of each version of the format stays.
 * One of a new version is made by {@code ./mvnw test -Dtest=SavedModelsTest -Ddendrite.write=true}.
 */
class SavedModelsTest extends SparkTest {
  private static final Path SAVED = Path.of("src/test/resources/io/dendrite/ml/saved");
  private static final Path NEWEST = SAVED.resolve("classifier-format-1");

  static Stream<Path> saved() throws IOException {
    return Files.list(SAVED).sorted();
  }

  @ParameterizedTest
  @MethodSource("saved")
  void load(Path directory) {
    MlpClassificationModel model = MlpClassificationModel.load(directory.toString());
    assertThat(model.labels()).containsExactly("0", "1", "2");
    assertThat(model.getOrDefault(model.layers())).containsExactly(4, 5, 3);
    assertThat(model.trainingHistory().train()).hasSizeGreaterThan(2);
    assertThat(model.predict(Vectors.dense(0, 1.5, 0, 0))).isEqualTo(1);
    assertThat(model.predictProbability(Vectors.dense(1.5, 0, 0, 1.5)).apply(0))
        .isCloseTo(1, within(0.1));
  }

  /** The newest is of the version that is written now. */
  @Test
  void theNewestIsOfTodaysFormat() throws IOException {
    Path now = dir.resolve("now");
    MlpClassificationModel model =
        new MlpClassifier()
            .setLayers(new int[] {4, 5, 3})
            .setMaxIter(20)
            .setPartitions(2)
            .setLibrary("java")
            .fit(Frames.clusters(150, 4, 3, 1));
    model.save(now.toString());
    if (Boolean.getBoolean("dendrite.write")) {
      model.write().overwrite().save(NEWEST.toString());
    }
    assertThat(version(NEWEST)).isEqualTo(version(now));
  }

  private static String version(Path model) throws IOException {
    return Files.readString(model.resolve("model.json"))
        .replaceFirst("(?s).*\"formatVersion\"\\s*:\\s*(\\d+).*", "$1");
  }
}
