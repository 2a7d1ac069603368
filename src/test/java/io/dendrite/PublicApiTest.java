package io.dendrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.Keys;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.PretrainKeys;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.config.TrainKeys;
import io.dendrite.data.DataException;
import io.dendrite.ml.MlpAutoencoder;
import io.dendrite.ml.MlpAutoencoderModel;
import io.dendrite.ml.MlpClassificationModel;
import io.dendrite.ml.MlpClassifier;
import io.dendrite.ml.MlpRegressionModel;
import io.dendrite.ml.MlpRegressionTrainingSummary;
import io.dendrite.ml.MlpRegressor;
import io.dendrite.ml.MlpTrainingSummary;
import io.dendrite.ml.TrainingHistory;
import io.dendrite.ml.param.KeyParams;
import io.dendrite.ml.param.MlpParams;
import io.dendrite.model.TrainedModel;
import io.dendrite.run.RunListener;
import io.dendrite.run.TrainResult;
import io.dendrite.run.Trainer;
import io.dendrite.score.Confusion;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What Java programs may rely on: the public members of the classes below, as {@code
 * public-api.txt} lists them. A change that takes a line from that file breaks programs, and says
 * so in the changelog. The file is written again by {@code ./mvnw test -Dtest=PublicApiTest
 * -Ddendrite.write=true}.
 */
class PublicApiTest {
  private static final Path FILE = Path.of("src/test/resources/io/dendrite/public-api.txt");

  private static final List<Class<?>> API =
      List.of(
          Settings.class,
          Key.class,
          Keys.class,
          DataKeys.class,
          NetworkKeys.class,
          TrainKeys.class,
          PretrainKeys.class,
          PlaceKeys.class,
          TrainConfig.class,
          Trainer.class,
          RunListener.class,
          TrainResult.class,
          TrainedModel.class,
          ModelScoring.class,
          Metrics.class,
          Confusion.class,
          DataException.class,
          NonFiniteException.class,
          MlpClassifier.class,
          MlpClassificationModel.class,
          MlpTrainingSummary.class,
          MlpRegressor.class,
          MlpRegressionModel.class,
          MlpRegressionTrainingSummary.class,
          MlpAutoencoder.class,
          MlpAutoencoderModel.class,
          TrainingHistory.class,
          MlpParams.class,
          KeyParams.class);

  @Test
  void itsMembersAreListed() throws IOException {
    String found = API.stream().map(PublicApiTest::members).collect(Collectors.joining("\n"));
    if (Boolean.getBoolean("dendrite.write")) {
      Files.writeString(FILE, found);
    }
    assertThat(FILE)
        .as("run ./mvnw test -Dtest=PublicApiTest -Ddendrite.write=true, and see CONTRIBUTING.md")
        .hasContent(found);
  }

  private static String members(Class<?> type) {
    Stream<? extends Member> members =
        Stream.of(type.getFields(), type.getConstructors(), type.getDeclaredMethods())
            .flatMap(Stream::of);
    return Stream.concat(
            Stream.of(type.toGenericString()),
            members
                .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
                .filter(member -> member.getDeclaringClass() == type)
                .filter(member -> ((AnnotatedElement) member).getAnnotations().length == 0)
                .map(PublicApiTest::signature)
                .sorted())
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String signature(Member member) {
    String text =
        member instanceof java.lang.reflect.Field field
            ? field.toGenericString()
            : ((java.lang.reflect.Executable) member).toGenericString();
    return "  " + text;
  }
}
