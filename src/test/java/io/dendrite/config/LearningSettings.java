package io.dendrite.config;

import java.util.stream.Stream;

/** Settings of runs with every learning rule, and with everything around it. */
public final class LearningSettings {
  private LearningSettings() {}

  /** Each rule, and a mean of the parameters, as words after {@code train.optimizer.type=}. */
  public static Stream<String> rules() {
    return Stream.of(
        "sgd train.optimizer.nesterov=true",
        "lars train.optimizer.weightDecay=0.01 train.optimizer.trust=0.01",
        "adagrad train.average.type=exponential train.average.decay=0.7",
        "rmsprop train.optimizer.rho=0.8",
        "adadelta train.optimizer.rate=1",
        "adam train.optimizer.weightDecay=0.01 train.average.type=polyak train.average.from=1",
        "adamw train.optimizer.weightDecay=0.01",
        "rprop train.batch=all",
        "lbfgs train.batch=all train.optimizer.weightDecay=0.01",
        "owlqn train.batch=all train.optimizer.l1=0.001 train.optimizer.memory=3");
  }

  /** What both engines can do, alone and together. */
  static Stream<String> all() {
    return Stream.concat(
        rules().filter(rule -> !rule.contains("memory") && !rule.contains("lbfgs")),
        Stream.of(
            "sgd train.optimizer.momentum=0 train.optimizer.l1=0.001 train.optimizer.maxNorm=1.5",
            "sgd train.optimizer.clipValue=0.01 train.optimizer.clipNorm=0.02",
            "lars train.optimizer.clipNorm=0.02 train.optimizer.maxNorm=1",
            "sgd train.schedule.type=inverse train.schedule.decay=0.1 train.batch=all",
            "sgd train.schedule.type=one-cycle train.schedule.warmup=0.5"));
  }

  public static String[] of(String text) {
    boolean searches = text.startsWith("lbfgs") || text.startsWith("owlqn");
    String rate = searches ? "" : " train.optimizer.rate=0.01";
    return ("train.optimizer.type=" + text + rate).split(" ");
  }
}
