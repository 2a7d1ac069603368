package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * The learning rate of a step, with t = steps done before, e = epochs done before, T = all steps of
 * the run and p = t / T:
 *
 * <ul>
 *   <li>{@code fixed}: rate
 *   <li>{@code step}: rate * decay^floor(e / every)
 *   <li>{@code exponential}: rate * decay^e
 *   <li>{@code inverse}: rate * (1 + decay t)^-power
 *   <li>{@code polynomial}: rate * (1 - p)^power
 *   <li>{@code cosine}: rate * (1 + cos(pi p)) / 2 (Loshchilov and Hutter, 2017, one cycle)
 *   <li>{@code one-cycle}: from rate / 25 up to rate by a cosine in the first three tenths of the
 *       run, then down to rate / 250,000 by another (Smith and Topin, 2019)
 *   <li>{@code plateau}: rate * decay^n, n counting how often the metric of {@code train.stop} did
 *       not get better for {@code every} epochs
 * </ul>
 *
 * During the first {@code warmup} epochs (fractions allowed) the result is multiplied by (t + 1) /
 * (warm-up steps).
 *
 * @param type one of the names above
 * @param rate greatest rate, above 0
 * @param decay factor, in (0, 1]
 * @param every epochs, at least 1
 * @param power above 0
 * @param warmup epochs, 0 for none
 */
public record Schedule(
    String type, double rate, double decay, int every, double power, double warmup)
    implements Serializable {
  /** Known types. */
  public static final List<String> TYPES =
      List.of(
          "fixed",
          "step",
          "exponential",
          "inverse",
          "polynomial",
          "cosine",
          "one-cycle",
          "plateau");

  private static final double RISE = 0.3;
  private static final double FIRST = 1 / 25.0;
  private static final double LAST = 1 / 250_000.0;

  /** Checks the ranges. */
  public Schedule {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "train.schedule.type is '" + type + "'; expected one of " + String.join(", ", TYPES));
    }
    Ranges.positive("train.optimizer.rate", rate);
    Ranges.require(
        decay > 0 && decay <= 1, "train.schedule.decay", decay, "a number above 0 and at most 1");
    Ranges.require(
        every >= 1, "train.schedule.every", every, "a whole number of epochs, at least 1");
    Ranges.positive("train.schedule.power", power);
    Ranges.require(
        warmup >= 0 && Double.isFinite(warmup),
        "train.schedule.warmup",
        warmup,
        "a number of epochs, at least 0");
  }

  /**
   * The rate of step t (from 0); of {@code plateau} without drops.
   *
   * @param stepsPerEpoch at least 1
   * @param epochs of the whole run
   */
  public double rate(long t, long stepsPerEpoch, int epochs) {
    long epoch = t / stepsPerEpoch;
    double p = t / (double) (stepsPerEpoch * Math.max(1, epochs));
    double factor =
        switch (type) {
          case "step" -> StrictMath.pow(decay, Math.floorDiv(epoch, every));
          case "exponential" -> StrictMath.pow(decay, epoch);
          case "inverse" -> StrictMath.pow(1 + decay * t, -power);
          case "polynomial" -> StrictMath.pow(1 - p, power);
          case "cosine" -> between(0, 1, 1 - p);
          case "one-cycle" ->
              p < RISE ? between(FIRST, 1, p / RISE) : between(1, LAST, (p - RISE) / (1 - RISE));
          default -> 1;
        };
    double warmupSteps = Math.rint(warmup * stepsPerEpoch);
    double value = rate * factor;
    return t < warmupSteps ? value * (t + 1) / warmupSteps : value;
  }

  /** Half a cosine from one number to another, at share p of the way. */
  private static double between(double from, double to, double p) {
    return to + (from - to) * (1 + StrictMath.cos(StrictMath.PI * p)) / 2;
  }

  /** Does the rate of a step depend on how many epochs the run has? */
  public boolean dependsOnEpochs() {
    return List.of("polynomial", "cosine", "one-cycle").contains(type);
  }

  /** The same rate in every step. */
  public static Schedule fixed(double rate) {
    return new Schedule("fixed", rate, 1, 1, 1, 0);
  }

  /** Is every step's rate the same? */
  public boolean isFixed() {
    return type.equals("fixed") && warmup == 0;
  }

  /** Does it need validation rows, to see that the metric does not get better? */
  public boolean watches() {
    return type.equals("plateau");
  }

  /** Is the rate to drop after so many epochs without a better metric? */
  public boolean dropsAfter(int epochs) {
    return watches() && epochs > 0 && epochs % every == 0;
  }
}
