package io.dendrite.optim;

import java.util.List;

/**
 * The averages that {@code train.average.type} can name: one line each. The plain mean is by Polyak
 * and Juditsky (1992). Before it begins, and after the first step of any average, a = w.
 */
public final class Averages {
  /** The share of w in the mean after a step. */
  public interface Share {
    /**
     * @param a gives decay and from
     * @param step steps done before
     */
    float of(Averaging a, long step, long stepsPerEpoch);
  }

  /** The name for no averaging. */
  static final String NONE = "none";

  /** Every average. */
  public static final Registry<Share> TABLE =
      new Registry<>(
          "train.average.type",
          entry(NONE, "w itself", (a, step, stepsPerEpoch) -> 1f, ""),
          entry(
              "exponential",
              "a = decay a + (1 - decay) w, after each step",
              (a, step, stepsPerEpoch) -> step == 0 ? 1f : (float) (1 - a.decay()),
              "decay=0.75"),
          entry(
              "polyak",
              "the plain mean of w from an epoch on",
              (a, step, stepsPerEpoch) -> {
                long begun = step - a.from() * stepsPerEpoch;
                return begun <= 0 ? 1f : (float) (1.0 / (begun + 1));
              },
              "from=1"));

  private Averages() {}

  private static Registry.Entry<Share> entry(
      String name, String doc, Share share, String... samples) {
    return Registry.Entry.of(name, doc, share, List.of(), samples);
  }
}
