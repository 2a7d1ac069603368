package io.dendrite.optim;

import java.util.List;

/**
 * The table of the schedules that {@code train.schedule.type} can name. In the formulas of the
 * schedules, e is the number of epochs done, t the number of steps done, and T the number of steps
 * of the run. The cosine schedule is by Loshchilov and Hutter (2017), here without restarts;
 * one-cycle is by Smith and Topin (2019).
 */
public final class Schedules {
  /** Computes the learning rate of a step as a fraction of the greatest rate. */
  public interface Factor {
    /**
     * @param s the schedule's settings, of which the formula uses {@code decay}, {@code every} and
     *     {@code power}
     * @param t number of steps done before the current step
     * @param e number of epochs done before the current epoch
     * @param p fraction of the run's steps that have been done before the current step
     */
    double at(Schedule s, long t, long e, double p);
  }

  /**
   * One type of schedule.
   *
   * @param overRun whether the factor depends on the number of steps of the whole run
   * @param watches whether the schedule depends on {@code train.stop.metric}
   */
  public record Kind(Factor factor, boolean overRun, boolean watches) {}

  /** The name of the default schedule. */
  static final String FIXED = "fixed";

  private static final double RISE = 0.3;
  private static final double FIRST = 1 / 25.0;
  private static final double LAST = 1 / 250_000.0;

  /** The table of all schedules. */
  public static final Registry<Kind> TABLE =
      new Registry<>(
          "train.schedule.type",
          byTime(FIXED, "rate", (s, t, e, p) -> 1, ""),
          byTime(
              "step",
              "rate decay^floor(e / every)",
              (s, t, e, p) -> StrictMath.pow(s.decay(), Math.floorDiv(e, s.every())),
              "decay=0.5 every=2"),
          byTime(
              "exponential",
              "rate decay^e",
              (s, t, e, p) -> StrictMath.pow(s.decay(), e),
              "decay=0.5"),
          byTime(
              "inverse",
              "rate (1 + decay t)^-power",
              (s, t, e, p) -> StrictMath.pow(1 + s.decay() * t, -s.power()),
              "decay=0.5 power=2"),
          overRun(
              "polynomial",
              "rate (1 - t / T)^power",
              (s, t, e, p) -> StrictMath.pow(1 - p, s.power()),
              "power=2"),
          overRun(
              "cosine", "rate (1 + cos(pi t / T)) / 2", (s, t, e, p) -> between(0, 1, 1 - p), ""),
          overRun(
              "one-cycle",
              "rate / 25 up to rate in the first 3 tenths of T, down to rate / 250000 in the rest,"
                  + " by cosines",
              (s, t, e, p) ->
                  p < RISE
                      ? between(FIRST, 1, p / RISE)
                      : between(1, LAST, (p - RISE) / (1 - RISE)),
              ""),
          watching(
              "plateau",
              "rate decay^n, n being how often train.stop.metric did not improve for (every)"
                  + " epochs",
              "decay=0.5 every=2"));

  private Schedules() {}

  private static Registry.Entry<Kind> byTime(
      String name, String doc, Factor factor, String... samples) {
    return Registry.Entry.of(name, doc, new Kind(factor, false, false), List.of(), samples);
  }

  private static Registry.Entry<Kind> overRun(
      String name, String doc, Factor factor, String... samples) {
    return Registry.Entry.of(name, doc, new Kind(factor, true, false), List.of(), samples);
  }

  /**
   * A schedule that lowers the rate when the metric stops improving. The training run itself lowers
   * the rate, since only the run knows the metric.
   */
  private static Registry.Entry<Kind> watching(String name, String doc, String... samples) {
    Kind kind = new Kind((s, t, e, p) -> 1, false, true);
    return Registry.Entry.of(name, doc, kind, List.of(), samples);
  }

  /**
   * The value at fraction p of half a cosine wave that starts at the value {@code from} and ends at
   * the value {@code to}.
   */
  private static double between(double from, double to, double p) {
    return to + (from - to) * (1 + StrictMath.cos(StrictMath.PI * p)) / 2;
  }
}
