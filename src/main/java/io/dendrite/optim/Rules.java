package io.dendrite.optim;

import java.util.List;

/**
 * The table of the learning rules that {@code train.optimizer.type} can name. Each rule has one
 * class and one entry in the table. In the formulas of the rules, g is the mean gradient of the
 * batch.
 */
public final class Rules {
  /** Makes a learning rule from its options. */
  public interface Maker {
    /** Makes the rule; an implementation must ask for every option that the rule has. */
    LearningRule make(RuleOptions options);
  }

  /**
   * The options of {@link Optimizer} that apply to every rule that updates the parameters step by
   * step.
   */
  private static final List<String> STEPWISE = List.of("l1", "maxNorm", "clipValue", "clipNorm");

  /**
   * The options of {@link Optimizer} that apply to a rule that uses only the signs of the gradient.
   */
  private static final List<String> BY_SIGN = List.of("l1", "maxNorm");

  /**
   * The table of all learning rules. The samples of a rule that updates the parameters step by step
   * have a learning rate with which the rule finds the minimum in tests.
   */
  public static final Registry<Maker> TABLE =
      new Registry<>(
          "train.optimizer.type",
          Registry.Entry.of(
              "sgd",
              "v = momentum v + g, w = w - rate v",
              o -> new Sgd(o.real("momentum"), o.flag("nesterov")),
              STEPWISE,
              "rate=0.02 momentum=0 nesterov=false",
              "rate=0.02 momentum=0.9 nesterov=false",
              "rate=0.02 momentum=0.9 nesterov=true"),
          Registry.Entry.of(
              "lars",
              "v = momentum v + rate trust (|w| / |g|) g of each tensor, w = w - v; large batches",
              o -> new Lars(o.real("trust"), o.real("momentum")),
              STEPWISE,
              "rate=0.02 trust=0.01 momentum=0.9"),
          Registry.Entry.of(
              "adagrad",
              "s = s + g^2, w = w - rate g / (sqrt(s) + epsilon)",
              o -> new AdaGrad(o.real("epsilon")),
              STEPWISE,
              "rate=1 epsilon=0.001"),
          Registry.Entry.of(
              "rmsprop",
              "s = rho s + (1 - rho) g^2, w = w - rate g / (sqrt(s) + epsilon)",
              o -> new RmsProp(o.real("rho"), o.real("epsilon")),
              STEPWISE,
              "rate=0.02 rho=0.9 epsilon=0.001"),
          Registry.Entry.of(
              "adadelta",
              "s = rho s + (1 - rho) g^2, d = sqrt(a + epsilon) / sqrt(s + epsilon) g,"
                  + " a = rho a + (1 - rho) d^2, w = w - rate d; a usual rate is 1",
              o -> new AdaDelta(o.real("rho"), o.real("epsilon")),
              STEPWISE,
              "rate=5 rho=0.9 epsilon=0.001"),
          Registry.Entry.of(
              "adam",
              "m = beta1 m + (1 - beta1) g, s = beta2 s + (1 - beta2) g^2,"
                  + " w = w - rate (m / (1 - beta1^t)) / (sqrt(s / (1 - beta2^t)) + epsilon);"
                  + " a usual rate is 0.001",
              o -> new Adam(o.real("beta1"), o.real("beta2"), o.real("epsilon"), false),
              STEPWISE,
              "rate=0.02 beta1=0.9 beta2=0.99 epsilon=0.001"),
          Registry.Entry.of(
              "adamw",
              "adam, with weight decay w = (1 - rate weightDecay) w apart from g",
              o -> new Adam(o.real("beta1"), o.real("beta2"), o.real("epsilon"), true),
              STEPWISE,
              "rate=0.02 beta1=0.9 beta2=0.99 epsilon=0.001"),
          Registry.Entry.of(
              "rprop",
              "a step length for each parameter, adapted by the signs of g (iRprop-); rate is the"
                  + " first one; needs a fixed schedule and train.batch = all",
              o -> new Rprop(),
              BY_SIGN,
              "rate=0.02"),
          Registry.Entry.of(
              "lbfgs",
              "steps along -H g, their length by a line search, H from the last (memory) steps;"
                  + " loss and g in double precision",
              o -> new QuasiNewton(o.integer("memory"), o.number("tolerance"), false),
              List.of(),
              "memory=10 tolerance=1e-6"),
          Registry.Entry.of(
              "owlqn",
              "lbfgs for L1 (l1 above 0), which lbfgs itself does not support",
              o -> new QuasiNewton(o.integer("memory"), o.number("tolerance"), true),
              List.of("l1"),
              "memory=10 tolerance=1e-6"));

  private Rules() {}

  /**
   * Makes a learning rule.
   *
   * @throws IllegalArgumentException for an unknown type, or a value out of range
   */
  public static LearningRule of(String type, RuleOptions options) {
    return TABLE.get(type).kind().make(options);
  }
}
