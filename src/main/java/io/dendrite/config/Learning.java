package io.dendrite.config;

import io.dendrite.optim.Averages;
import io.dendrite.optim.Averaging;
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
 * Makes the learning rule, the schedule and the averaging that settings name. A key that the chosen
 * type (for example, of learning rule) does not use must have its default value. A key without
 * effect is refused, so that no user sets a key without noticing that the key has no effect.
 */
final class Learning {
  private Learning() {}

  static OptimizerSpec optimizer(Settings settings) {
    requireUsed(settings, TrainKeys.OPTIMIZER, TrainKeys.OPTIMIZER_TYPE, keys(Rules.TABLE));
    requireUsed(settings, TrainKeys.AVERAGE, TrainKeys.AVERAGE_TYPE, keys(Averages.TABLE));
    settings.require(
        !settings.get(TrainKeys.NESTEROV) || settings.get(TrainKeys.MOMENTUM) > 0,
        TrainKeys.MOMENTUM,
        settings.text(TrainKeys.MOMENTUM),
        "a number above 0, for example 0.9, which " + settings.name(TrainKeys.NESTEROV) + " needs");
    return new OptimizerSpec(
        Rules.of(settings.get(TrainKeys.OPTIMIZER_TYPE), options(settings)),
        real(settings, TrainKeys.WEIGHT_DECAY),
        real(settings, TrainKeys.L1),
        real(settings, TrainKeys.MAX_NORM),
        real(settings, TrainKeys.CLIP_VALUE),
        settings.get(TrainKeys.CLIP_NORM),
        new Averaging(
            settings.get(TrainKeys.AVERAGE_TYPE),
            settings.get(TrainKeys.AVERAGE_DECAY),
            settings.get(TrainKeys.FROM)));
  }

  static Schedule schedule(Settings settings) {
    requireUsed(settings, TrainKeys.SCHEDULE, TrainKeys.SCHEDULE_TYPE, keys(Schedules.TABLE));
    return new Schedule(
        settings.get(TrainKeys.SCHEDULE_TYPE),
        settings.get(TrainKeys.RATE),
        settings.get(TrainKeys.SCHEDULE_DECAY),
        settings.get(TrainKeys.EVERY),
        settings.get(TrainKeys.POWER),
        settings.get(TrainKeys.WARMUP));
  }

  private static float real(Settings settings, Key<Double> key) {
    return settings.get(key).floatValue();
  }

  /**
   * The options of a learning rule. The rule asks for each option by the key's name within {@code
   * train.optimizer}.
   */
  private static RuleOptions options(Settings settings) {
    return new RuleOptions() {
      private Object value(String leaf) {
        return settings.get(Keys.of(TrainKeys.OPTIMIZER.name() + "." + leaf));
      }

      @Override
      public double number(String leaf) {
        return (Double) value(leaf);
      }

      @Override
      public int integer(String leaf) {
        return (Integer) value(leaf);
      }

      @Override
      public boolean flag(String leaf) {
        return (Boolean) value(leaf);
      }
    };
  }

  private static Map<String, List<String>> keys(Registry<?> table) {
    return table.entries().stream()
        .collect(Collectors.toMap(Registry.Entry::name, Registry.Entry::keys));
  }

  /**
   * Refuses settings of keys in a section that the chosen type does not use.
   *
   * @param types for each type, the last words of the names of the keys that the type uses; a key
   *     that is listed for no type is used by all types
   */
  static void requireUsed(
      Settings settings, Section section, Key<String> type, Map<String, List<String>> types) {
    String chosen = settings.get(type);
    List<String> named = types.values().stream().flatMap(List::stream).distinct().toList();
    for (Key<?> key : section.keys()) {
      if (named.contains(key.leaf())
          && !types.get(chosen).contains(key.leaf())
          && !settings.isDefault(key)) {
        throw new IllegalArgumentException(
            settings.name(key)
                + " is "
                + settings.text(key)
                + ", but "
                + settings.name(type)
                + " = "
                + chosen
                + " does not use it; leave it out (its default is "
                + Settings.defaults().text(key)
                + "), or choose another type");
      }
    }
  }
}
