package io.dendrite.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainConfigTest {
  private static TrainConfig.Run run(String... sets) {
    List<String> all =
        new ArrayList<>(List.of("data.train=rows.csv", "network.layers=[\"inner-product 2\"]"));
    all.addAll(List.of(sets));
    return TrainConfig.of(Settings.read(null, all)).run();
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer, sgd, momentum=0.5",
    "optimizer, sgd, nesterov=true",
    "optimizer, lars, momentum=0.5",
    "optimizer, lars, trust=0.5",
    "optimizer, adagrad, epsilon=0.5",
    "optimizer, rmsprop, rho=0.5",
    "optimizer, rmsprop, epsilon=0.5",
    "optimizer, adadelta, rho=0.5",
    "optimizer, adadelta, epsilon=0.5",
    "optimizer, adam, beta1=0.5",
    "optimizer, adam, beta2=0.5",
    "optimizer, adam, epsilon=0.5",
    "optimizer, adamw, beta1=0.5",
    "optimizer, sgd, weightDecay=0.5",
    "optimizer, sgd, l1=0.5",
    "optimizer, sgd, maxNorm=0.5",
    "optimizer, sgd, clipValue=0.5",
    "optimizer, sgd, clipNorm=0.5",
    "schedule, step, decay=0.5",
    "schedule, step, every=5",
    "schedule, exponential, decay=0.5",
    "schedule, inverse, decay=0.5",
    "schedule, inverse, power=5",
    "schedule, polynomial, power=5",
    "schedule, plateau, decay=0.5",
    "schedule, plateau, every=5",
    "schedule, cosine, warmup=5",
    "average, exponential, decay=0.5",
    "average, polyak, from=5"
  })
  void everyKeyReachesTheRun(String section, String type, String set) {
    String typed = "train." + section + ".type=" + type;
    List<?> without = learning(run(typed));
    assertThat(learning(run(typed))).isEqualTo(without);
    assertThat(learning(run(typed, "train." + section + "." + set))).isNotEqualTo(without);
  }

  private static List<?> learning(TrainConfig.Run run) {
    return List.of(run.optimizer(), run.schedule());
  }

  @Test
  void typesDiffer() {
    assertThat(
            Stream.of("sgd", "lars", "adagrad", "rmsprop", "adadelta", "adam", "adamw")
                .map(type -> run("train.optimizer.type=" + type).optimizer().rule())
                .distinct())
        .hasSize(7);
    assertThat(run("train.optimizer.type=rprop", "train.batch=all").batch())
        .isEqualTo(TrainKeys.ALL);
  }

  @ParameterizedTest
  @CsvSource({
    "optimizer, adam, momentum=0.5",
    "optimizer, sgd, beta1=0.5",
    "optimizer, adagrad, rho=0.5",
    "optimizer, lars, nesterov=true",
    "schedule, fixed, decay=0.5",
    "schedule, cosine, power=5",
    "schedule, exponential, every=5",
    "average, none, decay=0.5",
    "average, exponential, from=5"
  })
  void aKeyThatTheTypeDoesNotUseIsRefused(String section, String type, String set) {
    String key = "train." + section + "." + set.split("=")[0];
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> run("train." + section + ".type=" + type, "train." + section + "." + set))
        .withMessageStartingWith(key + " is " + set.split("=")[1])
        .withMessageContaining("train." + section + ".type = " + type + " does not use it");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    refused("train.batch is 128; expected all, which", "train.optimizer.type=rprop");
    refused(
        "train.schedule.type is cosine with warmup 0.0; expected fixed without warmup",
        "train.optimizer.type=rprop",
        "train.batch=all",
        "train.schedule.type=cosine");
    refused(
        "train.optimizer.clipNorm is 1, but train.optimizer.type = rprop does not use it",
        "train.optimizer.type=rprop",
        "train.batch=all",
        "train.optimizer.clipNorm=1");
    refused(
        "train.schedule.type is plateau; expected another one",
        "train.schedule.type=plateau",
        "data.validation=0");
    refused("train.optimizer.type is 'adm'; expected one of adadelta", "train.optimizer.type=adm");
    refused("train.batch is 'some'; expected a whole number", "train.batch=some");
  }

  private static void refused(String sentence, String... sets) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(sets))
        .withMessageStartingWith(sentence);
  }

  @Test
  void everyShippedConfigurationIsValid() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("conf"))) {
      for (Path file :
          files
              .filter(f -> f.toString().endsWith(".conf"))
              .filter(f -> !f.endsWith("reference.conf"))
              .toList()) {
        assertThat(Configs.file(file, List.of()).network().layers()).as("%s", file).isNotEmpty();
      }
    }
  }
}
