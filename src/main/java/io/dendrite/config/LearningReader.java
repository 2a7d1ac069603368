package io.dendrite.config;

import io.dendrite.optim.AdaDelta;
import io.dendrite.optim.AdaGrad;
import io.dendrite.optim.Adam;
import io.dendrite.optim.Averaging;
import io.dendrite.optim.Lars;
import io.dendrite.optim.LearningRule;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.QuasiNewton;
import io.dendrite.optim.RmsProp;
import io.dendrite.optim.Rprop;
import io.dendrite.optim.Schedule;
import io.dendrite.optim.Sgd;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Makes the learning rule and the schedule of settings. A key that the chosen type does not use is
 * refused unless it has its default, since nobody would notice that it does nothing.
 */
record LearningReader(Settings settings) {
  private static final String OPTIMIZER = "train.optimizer.";

  /** The keys that some types use and others do not, by type. */
  private static final Map<String, List<String>> RULES =
      Map.of(
          "sgd", stepwise("momentum", "nesterov", "clipValue", "clipNorm"),
          "lars", stepwise("momentum", "trust", "clipValue", "clipNorm"),
          "adagrad", stepwise("epsilon", "clipValue", "clipNorm"),
          "rmsprop", stepwise("rho", "epsilon", "clipValue", "clipNorm"),
          "adadelta", stepwise("rho", "epsilon", "clipValue", "clipNorm"),
          "adam", stepwise("beta1", "beta2", "epsilon", "clipValue", "clipNorm"),
          "adamw", stepwise("beta1", "beta2", "epsilon", "clipValue", "clipNorm"),
          "rprop", stepwise(),
          "lbfgs", List.of("memory", "tolerance"),
          "owlqn", List.of("memory", "tolerance", "l1"));

  private static List<String> stepwise(String... keys) {
    return Stream.concat(Stream.of("rate", "l1", "maxNorm"), Stream.of(keys)).toList();
  }

  private static final Map<String, List<String>> SCHEDULES =
      Map.of(
          "fixed", List.of(),
          "step", List.of("decay", "every"),
          "exponential", List.of("decay"),
          "inverse", List.of("decay", "power"),
          "polynomial", List.of("power"),
          "cosine", List.of(),
          "one-cycle", List.of(),
          "plateau", List.of("decay", "every"));

  private static final Map<String, List<String>> AVERAGES =
      Map.of(
          "none", List.of(),
          "exponential", List.of("decay"),
          "polyak", List.of("from"));

  private static final Map<String, List<String>> PRETRAINING =
      Map.of(
          // Switched off, whatever else is set.
          "none", List.of("data", "epochs", "batch", "rate", "momentum", "corruption", "loss"),
          "denoising", List.of("data", "epochs", "batch", "rate", "momentum", "corruption", "loss"),
          "rbm", List.of("data", "epochs", "batch", "rate", "momentum"));

  OptimizerSpec optimizer() {
    requireUsed("train.optimizer", RULES);
    requireUsed("train.average", AVERAGES);
    return new OptimizerSpec(
        rule(),
        real("weightDecay"),
        real("l1"),
        real("maxNorm"),
        real("clipValue"),
        settings.number(OPTIMIZER + "clipNorm"),
        new Averaging(
            settings.text("train.average.type"),
            settings.number("train.average.decay"),
            settings.integer("train.average.from")));
  }

  Schedule schedule() {
    requireUsed("train.schedule", SCHEDULES);
    return new Schedule(
        settings.text("train.schedule.type"),
        settings.number("train.optimizer.rate"),
        settings.number("train.schedule.decay"),
        settings.integer("train.schedule.every"),
        settings.number("train.schedule.power"),
        settings.number("train.schedule.warmup"));
  }

  PretrainConfig pretrain() {
    requireUsed("pretrain", PRETRAINING);
    return new PretrainConfig(
        settings.text("pretrain.type"),
        settings.text("pretrain.data"),
        settings.integer("pretrain.epochs"),
        settings.integer("pretrain.batch"),
        settings.number("pretrain.rate"),
        (float) settings.number("pretrain.momentum"),
        settings.number("pretrain.corruption"),
        settings.text("pretrain.loss"));
  }

  private LearningRule rule() {
    String type = settings.text(OPTIMIZER + "type");
    return switch (type) {
      case "lars" -> new Lars(real("trust"), real("momentum"));
      case "adagrad" -> new AdaGrad(real("epsilon"));
      case "rmsprop" -> new RmsProp(real("rho"), real("epsilon"));
      case "adadelta" -> new AdaDelta(real("rho"), real("epsilon"));
      case "adam", "adamw" ->
          new Adam(real("beta1"), real("beta2"), real("epsilon"), type.equals("adamw"));
      case "rprop" -> new Rprop();
      case "lbfgs", "owlqn" ->
          new QuasiNewton(
              settings.integer(OPTIMIZER + "memory"),
              settings.number(OPTIMIZER + "tolerance"),
              type.equals("owlqn"));
      default -> new Sgd(real("momentum"), settings.flag(OPTIMIZER + "nesterov"));
    };
  }

  private float real(String key) {
    return (float) settings.number(OPTIMIZER + key);
  }

  private void requireUsed(String section, Map<String, List<String>> types) {
    String type =
        settings.choice(section + ".type", types.keySet().stream().sorted().toArray(String[]::new));
    types.values().stream()
        .flatMap(List::stream)
        .distinct()
        .sorted()
        .filter(key -> !types.get(type).contains(key))
        .map(key -> section + "." + key)
        .filter(key -> !settings.isDefault(key))
        .findFirst()
        .ifPresent(
            key -> {
              throw new IllegalArgumentException(
                  key
                      + " is "
                      + settings.text(key)
                      + ", but "
                      + section
                      + ".type = "
                      + type
                      + " does not use it; leave it out (its default is "
                      + Settings.defaults().text(key)
                      + "), or choose another type");
            });
  }
}
