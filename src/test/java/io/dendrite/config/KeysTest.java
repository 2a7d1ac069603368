package io.dendrite.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every key, through every door. */
class KeysTest {
  static Stream<KeySample> samples() {
    return Keys.ALL.stream().map(KeySample::of);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyDoorGivesTheSame(KeySample sample) {
    Key<?> key = sample.key();
    Settings bySet = Settings.defaults().with(List.of(sample.set()));
    assertThat(bySet.isDefault(key)).as("%s is not the default", sample).isFalse();
    assertThat(Settings.hocon(hocon(sample)).texts()).isEqualTo(bySet.texts());
    assertThat(Settings.of(Map.of(key.name(), sample.value())).texts()).isEqualTo(bySet.texts());
    assertThat(typed(Settings.defaults(), key, bySet).texts()).isEqualTo(bySet.texts());
    assertThat(typed(Settings.bySetters(), key, bySet).texts()).isEqualTo(bySet.texts());
    assertThat(Settings.recorded(bySet.texts(), "model.json").texts()).isEqualTo(bySet.texts());
  }

  private static <T> Settings typed(Settings settings, Key<T> key, Settings from) {
    return settings.with(key, from.get(key));
  }

  private static String hocon(KeySample sample) {
    boolean literal =
        sample.key().type().text() != Type.Text.HOCON && !sample.value().matches("[\\[{].*");
    return sample.key().name()
        + " = "
        + (literal ? ConfigUtil.quoteString(sample.value()) : sample.value());
  }

  /** A Java value of another type is refused in the words of the door. */
  @ParameterizedTest
  @MethodSource("samples")
  void wrongValuesAreNamedInTheWordsOfTheDoor(KeySample sample) {
    Key<?> key = sample.key();
    Object wrong = key.type() == Type.OPTIONS ? List.of("no value") : Map.of("no", "value");
    if (key.type() == Type.TEXT_OR_STRUCTURE) {
      return;
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.of(Map.of(key.name(), wrong)))
        .withMessageStartingWith(key.name() + " ");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> forced(Settings.bySetters(), key, wrong))
        .withMessageStartingWith(key.setter() + " ");
  }

  @ParameterizedTest
  @CsvSource({
    "train.optimizer.rate, 0",
    "train.optimizer.rate, NaN",
    "train.optimizer.rate, 1e39",
    "train.optimizer.momentum, 1",
    "train.optimizer.momentum, 0.99999999999",
    "train.optimizer.trust, 0",
    "train.optimizer.rho, 1",
    "train.optimizer.beta1, 1",
    "train.optimizer.beta2, NaN",
    "train.optimizer.epsilon, 0",
    "train.optimizer.epsilon, 1e-50",
    "train.optimizer.memory, 0",
    "train.optimizer.tolerance, 1.5",
    "train.optimizer.weightDecay, -1",
    "train.optimizer.l1, 1",
    "train.optimizer.maxNorm, -1",
    "train.optimizer.clipValue, -1",
    "train.optimizer.clipNorm, NaN",
    "train.schedule.decay, 2",
    "train.schedule.every, 0",
    "train.schedule.power, 0",
    "train.schedule.warmup, -1",
    "train.schedule.warmup, Infinity",
    "train.average.decay, 1",
    "train.average.from, -1",
    "pretrain.rate, -1",
    "pretrain.corruption, 1",
    "train.batch, 0",
    "train.epochs, 0",
    "data.validation, 1",
    "data.sparseBelow, 2",
    "checkpoint.keep, 0"
  })
  void valuesOutOfRangeAreRefused(String key, String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.defaults().with(List.of(key + "=" + value)))
        .withMessageStartingWith(key + " is ")
        .withMessageContaining("; expected ");
  }

  /** Also where several keys do not fit each other. */
  @Test
  void sentencesNameKeysInTheWordsOfTheDoor() {
    Settings set =
        Settings.bySetters()
            .with(DataKeys.TRAIN, "rows.csv")
            .with(NetworkKeys.LAYERS, List.of("inner-product 3"))
            .with(DataKeys.VALIDATION, 0.0)
            .with(TrainKeys.PATIENCE, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainConfig.of(set))
        .withMessage(
            "setPatience is 2; expected 0, since setValidation = 0 leaves no validation rows to watch");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainConfig.of(set.with(NetworkKeys.LAYERS, List.of("nothing 3"))))
        .withMessageStartingWith("setLayers[0]");
    assertThat(set.inWords("data.train = /a/data.train, data.training, x.data.test: data.test."))
        .isEqualTo("setTrain = /a/data.train, data.training, x.data.test: setTest.");
    assertThat(Settings.defaults().inWords("data.train")).isEqualTo("data.train");
    IllegalArgumentException wordless = new IllegalArgumentException();
    for (Settings door : List.of(Settings.defaults(), Settings.bySetters())) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  door.inWords(
                      () -> {
                        throw wordless;
                      }));
    }
  }

  @SuppressWarnings("unchecked")
  private static void forced(Settings settings, Key<?> key, Object value) {
    Key<Object> any =
        new Key<>(
            key.name(),
            new Type<>("any", Type.Text.HOCON, (config, path) -> value, v -> v),
            key.preset(),
            Check.any(),
            key.effect(),
            key.doc());
    settings.with(any, value);
  }

  @Test
  void everyKeyHasADocAndASetterOfItsOwn() {
    Set<String> setters = new HashSet<>();
    for (Key<?> key : Keys.ALL) {
      assertThat(key.doc()).as("the doc of %s", key).isNotBlank();
      assertThat(setters.add(key.setter()))
          .as("%s is the setter of one key", key.setter())
          .isTrue();
    }
    assertThat(setters).contains("setBeta1", "setScheduleType", "setPretrainEpochs", "setPatience");
  }

  /**
   * What a stranger recorded is data: it includes nothing, substitutes nothing, and is one value.
   */
  @Test
  void recordedSettingsReachNothing() {
    for (String text :
        List.of(
            "true\ninclude url(\"http://127.0.0.1:1/x\")",
            "true, \"train\": {}",
            "${HOME}",
            "${?HOME}",
            "include file(\"/etc/hostname\")")) {
      assertThatIllegalArgumentException()
          .as(text)
          .isThrownBy(() -> Settings.recorded(Map.of("data.header", text), "model.json"))
          .withMessageContaining("model.json");
      assertThat(Settings.recorded(Map.of("data.train", text), "model.json").get(DataKeys.TRAIN))
          .isEqualTo(text);
    }
  }

  @Test
  void unknownKeysAreNamedWithTheNearest() {
    for (Map<String, ?> values :
        List.of(
            Map.of("train.epoch", 3),
            Map.of("train.epoch", "3"),
            Map.of("train", Map.of("epoch", 3)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Settings.of(values))
          .withMessageContaining(
              "unknown key 'train.epoch'; the nearest known key is 'train.epochs'");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.hocon("train = 3"))
        .withMessageContaining("'train' is a section");
  }

  @Test
  void aPlaceInAFileIsNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.hocon("train {\n  epochs = 0\n}"))
        .withMessage(
            "the configuration: 2: train.epochs is 0; expected a whole number of at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Settings.defaults().with(List.of("train.epochs=many")))
        .withMessage("train.epochs is 'many'; expected a number");
    Config reference = ConfigFactory.parseString(Reference.conf());
    assertThat(Keys.ALL).allMatch(key -> reference.hasPath(key.name()));
  }

  /** One sentence, whatever the language could do with it. */
  @Test
  void whatIsNotResolvedIsRefused() {
    for (String text : List.of("${?X}", "${X}", "[${X}]")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Settings.defaults().with(List.of("train.epochs=" + text)))
          .withMessageStartingWith("the settings cannot be read: ");
    }
  }

  /** What may be a password is in no file. */
  @Test
  void secretsAreNotRecorded() {
    Settings settings =
        Settings.defaults().with(List.of("data.options={password = hunter2, a.b = 1}"));
    assertThat(settings.get(DataKeys.OPTIONS)).isEqualTo(Map.of("password", "hunter2", "a.b", "1"));
    assertThat(settings.texts().toString()).doesNotContain("hunter2");
    assertThat(Settings.recorded(settings.texts(), "model.json").get(DataKeys.OPTIONS)).isEmpty();
  }

  /** A column whose name looks like a list. */
  @Test
  void namesInBracketsSurviveBeingRecorded() {
    Settings settings = Settings.defaults().with(DataKeys.LABEL, List.of("[kg]"));
    assertThat(Settings.recorded(settings.texts(), "model.json").get(DataKeys.LABEL))
        .containsExactly("[kg]");
  }
}
