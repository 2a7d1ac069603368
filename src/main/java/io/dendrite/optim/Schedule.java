package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * The learning rate of a step, with e = epoch (0 for the first) and T = all steps of the run:
 *
 * <ul>
 *   <li>{@code fixed}: rate
 *   <li>{@code step}: rate * decay^floor(e / every)
 *   <li>{@code exponential}: rate * decay^e
 *   <li>{@code polynomial}: rate * (1 - t / T)^power
 * </ul>
 *
 * During the first {@code warmup} epochs (fractions allowed) the result is multiplied by (t + 1) /
 * (warm-up steps).
 *
 * @param type one of the names above
 * @param rate rate of the first step after warm-up, above 0
 * @param decay factor, in (0, 1]
 * @param every epochs between two drops of {@code step}, at least 1
 * @param power of {@code polynomial}, above 0
 * @param warmup epochs, 0 for none
 */
public record Schedule(
    String type, double rate, double decay, int every, double power, double warmup)
    implements Serializable {
  /** Known types. */
  public static final List<String> TYPES = List.of("fixed", "step", "exponential", "polynomial");

  /** Checks the ranges. */
  public Schedule {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "train.schedule.type is '" + type + "'; expected one of " + String.join(", ", TYPES));
    }
    require(
        (float) rate > 0 && Float.isFinite((float) rate),
        "train.optimizer.rate",
        rate,
        "a number above 0");
    require(
        decay > 0 && decay <= 1, "train.schedule.decay", decay, "a number above 0 and at most 1");
    require(every >= 1, "train.schedule.every", every, "a whole number of epochs, at least 1");
    require(power > 0 && Double.isFinite(power), "train.schedule.power", power, "a number above 0");
    require(
        warmup >= 0 && Double.isFinite(warmup),
        "train.schedule.warmup",
        warmup,
        "a number of epochs, at least 0");
  }

  /**
   * The rate of step t (from 0).
   *
   * @param stepsPerEpoch at least 1
   * @param epochs of the whole run
   */
  public double rate(long t, long stepsPerEpoch, int epochs) {
    long epoch = t / stepsPerEpoch;
    double value =
        switch (type) {
          case "step" -> rate * StrictMath.pow(decay, Math.floorDiv(epoch, every));
          case "exponential" -> rate * StrictMath.pow(decay, epoch);
          case "polynomial" ->
              rate * StrictMath.pow(1 - t / (double) (stepsPerEpoch * Math.max(1, epochs)), power);
          default -> rate;
        };
    double warmupSteps = Math.rint(warmup * stepsPerEpoch);
    return t < warmupSteps ? value * (t + 1) / warmupSteps : value;
  }

  /** Does the rate of a step depend on how many epochs the run has? */
  public boolean dependsOnEpochs() {
    return type.equals("polynomial");
  }

  private static void require(boolean holds, String key, Number found, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(key + " is " + found + "; expected " + wanted);
    }
  }
}
