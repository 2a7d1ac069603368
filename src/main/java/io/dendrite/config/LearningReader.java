package io.dendrite.config;

import io.dendrite.optim.Averages;
import io.dendrite.optim.Averaging;
import io.dendrite.optim.LearningRule;
import io.dendrite.optim.OptimizerSpec;
import io.dendrite.optim.Registry;
import io.dendrite.optim.RuleOptions;
import io.dendrite.optim.Rules;
import io.dendrite.optim.Schedule;
import io.dendrite.optim.Schedules;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Makes the learning rule and the schedule of settings. A key that the chosen type does not use is
 * refused unless it has its default, since nobody would notice that it does nothing.
 */
record LearningReader(Settings settings) {
  private static final String OPTIMIZER = "train.optimizer.";

  private static final Map<String, List<String>> PRETRAINING =
      Map.of(
          // Switched off, whatever else is set.
          "none", List.of("data", "epochs", "batch", "rate", "momentum", "corruption", "loss"),
          "denoising", List.of("data", "epochs", "batch", "rate", "momentum", "corruption", "loss"),
          "rbm", List.of("data", "epochs", "batch", "rate", "momentum"));

  OptimizerSpec optimizer() {
    requireUsed("train.optimizer", keys(Rules.TABLE));
    requireUsed("train.average", keys(Averages.TABLE));
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
    requireUsed("train.schedule", keys(Schedules.TABLE));
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
    return Rules.of(
        settings.text(OPTIMIZER + "type"),
        new RuleOptions() {
          @Override
          public double number(String key) {
            return settings.number(OPTIMIZER + key);
          }

          @Override
          public int integer(String key) {
            return settings.integer(OPTIMIZER + key);
          }

          @Override
          public boolean flag(String key) {
            return settings.flag(OPTIMIZER + key);
          }
        });
  }

  private static Map<String, List<String>> keys(Registry<?> table) {
    return table.entries().stream()
        .collect(Collectors.toMap(Registry.Entry::name, Registry.Entry::keys));
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
