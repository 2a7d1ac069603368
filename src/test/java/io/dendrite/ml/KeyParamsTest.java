package io.dendrite.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.DataKeys;
import io.dendrite.config.Key;
import io.dendrite.config.NetworkKeys;
import io.dendrite.config.PlaceKeys;
import io.dendrite.config.PretrainKeys;
import io.dendrite.config.TrainKeys;
import io.dendrite.ml.param.StageParams;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.param.Param;
import org.junit.jupiter.api.Test;

/**
 * The params of keys are written from the declarations of the keys, anew by {@code ./mvnw test
 * -Dtest=KeyParamsTest -Ddendrite.write=true}.
 */
class KeyParamsTest {
  private static final Path FILE = Path.of("src/main/java/io/dendrite/ml/param/KeyParams.java");

  @Test
  void areWrittenFromTheKeys() throws IOException, ReflectiveOperationException {
    String text = text();
    if (Boolean.getBoolean("dendrite.write")) {
      Files.writeString(FILE, text);
    }
    assertThat(FILE)
        .as("run ./mvnw test -Dtest=KeyParamsTest -Ddendrite.write=true")
        .hasContent(text);
  }

  /** Each key's param is found by its name, in the class that its values need. */
  @Test
  void everyKeyIsAParam() {
    MlpClassifier stage = new MlpClassifier();
    for (Key<?> key : StageParams.KEYS) {
      Param<?> param = stage.getParam(key.parameter());
      assertThat(param).isSameAs(stage.stageParams().<Param<?>>of(key));
      assertThat(param.doc()).startsWith(key.name() + ": ");
    }
    assertThat(stage.params()).doesNotContainNull();
  }

  private static String text() throws ReflectiveOperationException {
    StringBuilder text =
        new StringBuilder(
            """
            package io.dendrite.ml.param;

            import io.dendrite.config.DataKeys;
            import io.dendrite.config.NetworkKeys;
            import io.dendrite.config.PlaceKeys;
            import io.dendrite.config.PretrainKeys;
            import io.dendrite.config.Settings;
            import io.dendrite.config.TrainKeys;
            import org.apache.spark.ml.param.BooleanParam;
            import org.apache.spark.ml.param.DoubleParam;
            import org.apache.spark.ml.param.IntParam;
            import org.apache.spark.ml.param.Param;

            /**
             * A param for each key of the configuration. Written from the declarations of the keys, by
             * KeyParamsTest.
             *
             * @param <E> the stage
             */
            public interface KeyParams<E> {
              /** All params of the stage that are not Spark's own. */
              StageParams stageParams();

              /** Sets a param and returns the stage. */
              <T> E with(Param<T> param, T value);

              /**
               * The settings of an estimator's fit, as far as they do not depend on the data; the settings with
               * which a model was trained.
               */
              Settings settings();
            """);
    for (Class<?> keys :
        List.of(
            DataKeys.class,
            NetworkKeys.class,
            TrainKeys.class,
            PretrainKeys.class,
            PlaceKeys.class)) {
      for (Field field : keys.getFields()) {
        if (Key.class.isAssignableFrom(field.getType())) {
          Key<?> key = (Key<?>) field.get(null);
          if (StageParams.KEYS.contains(key)) {
            text.append(methods(key, keys.getSimpleName() + "." + field.getName()));
          }
        }
      }
    }
    return text.append("}\n").toString();
  }

  private static String methods(Key<?> key, String constant) {
    String type = key.type().name();
    String param =
        switch (type) {
          case "number" -> "DoubleParam";
          case "whole number" -> "IntParam";
          case "true or false" -> "BooleanParam";
          case "text, or list of texts" -> "StringArrayParam";
          default -> "Param<String>";
        };
    String value =
        switch (type) {
          case "number" -> "double value";
          case "whole number" -> "int value";
          case "true or false" -> "boolean value";
          case "text, or list of texts" -> "String... value";
          default -> "String value";
        };
    String found =
        switch (type) {
          case "number" -> "double";
          case "whole number" -> "int";
          case "true or false" -> "boolean";
          case "text, or list of texts" -> "List<String>";
          default -> "String";
        };
    String name = key.parameter();
    String methods =
        """

          /** {@code %s}. */
          default %s %s() {
            return stageParams().of(%s);
          }

          /** Sets {@link #%s}. */
          default E %s(%s) {
            return with(%s(), value);
          }

          /** The value of {@link #%s} in a fit, set or by default. */
          default %s %s() {
            return settings().%s(%s);
          }
        """
            .formatted(
                key.name(),
                param,
                name,
                constant,
                name,
                key.setter(),
                value,
                name,
                name,
                found,
                key.setter().replaceFirst("set", "get"),
                found.equals("String") ? "text" : "get",
                constant);
    return type.startsWith("whole number or")
        ? methods
            + """

              /** Sets {@link #%s}. */
              default E %s(int value) {
                return with(%s(), Integer.toString(value));
              }
            """
                .formatted(name, key.setter(), name)
        : methods;
  }
}
