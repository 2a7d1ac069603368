package io.dendrite.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    Object wrong = Map.of("no", "value");
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
    assertThat(ConfigFactory.parseString(Reference.conf()).entrySet()).hasSameSizeAs(Keys.ALL);
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

  /** A column whose name looks like a list. */
  @Test
  void namesInBracketsSurviveBeingRecorded() {
    Settings settings = Settings.defaults().with(DataKeys.LABEL, List.of("[kg]"));
    assertThat(Settings.recorded(settings.texts(), "model.json").get(DataKeys.LABEL))
        .containsExactly("[kg]");
  }
}
