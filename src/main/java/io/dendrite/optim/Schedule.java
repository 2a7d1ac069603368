package io.dendrite.optim;

import java.io.Serializable;

/**
 * The settings for the learning rate of a step, which is the greatest rate times the factor of one
 * of the {@link Schedules}. During the first {@code warmup} epochs, the learning rate is multiplied
 * by (t + 1) / (warm-up steps), where t is the number of steps done before the current step.
 *
 * @param type a name of {@link Schedules#TABLE}
 * @param rate greatest learning rate, above 0
 * @param decay factor by which a schedule lowers the rate, in (0, 1]
 * @param every number of epochs between two reductions of the rate, at least 1
 * @param power exponent in the formula of a schedule, above 0
 * @param warmup number of epochs of warm-up, which may be a fraction; 0 for no warm-up
 */
public record Schedule(
    String type, double rate, double decay, int every, double power, double warmup)
    implements Serializable {

  /** Checks that {@link Schedules} has the type. */
  public Schedule {
    Schedules.TABLE.get(type);
  }

  /**
   * The learning rate of step t, counted from 0, without the reductions by a schedule that watches
   * the metric ({@link #watches()}).
   *
   * @param stepsPerEpoch number of steps per epoch, at least 1
   * @param epochs number of epochs of the whole run
   */
  public double rate(long t, long stepsPerEpoch, int epochs) {
    long epoch = t / stepsPerEpoch;
    double p = t / (double) (stepsPerEpoch * Math.max(1, epochs));
    double factor = kind().factor().at(this, t, epoch, p);
    double warmupSteps = Math.rint(warmup * stepsPerEpoch);
    double value = rate * factor;
    return t < warmupSteps ? value * (t + 1) / warmupSteps : value;
  }

  private Schedules.Kind kind() {
    return Schedules.TABLE.get(type).kind();
  }

  /** True if the rate of a step depends on the number of epochs of the run. */
  public boolean dependsOnEpochs() {
    return kind().overRun();
  }

  /** A schedule with the same rate in every step. */
  public static Schedule fixed(double rate) {
    return new Schedule(Schedules.FIXED, rate, 1, 1, 1, 0);
  }

  /** True if the rate is the same in every step. */
  public boolean isFixed() {
    return type.equals(Schedules.FIXED) && warmup == 0;
  }

  /**
   * True if the schedule lowers the rate when the metric on the validation rows does not improve.
   */
  public boolean watches() {
    return kind().watches();
  }

  /** True if the schedule lowers the rate after {@code epochs} epochs without a better metric. */
  public boolean dropsAfter(int epochs) {
    return watches() && epochs > 0 && epochs % every == 0;
  }
}
