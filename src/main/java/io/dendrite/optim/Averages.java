package io.dendrite.optim;

import java.util.List;

/**
 * The table of the running averages of parameters that {@code train.average.type} can name. The
 * plain mean (polyak) is by Polyak and Juditsky (1992). After the first step, every average a
 * equals the parameters w. The plain mean also equals w until the epoch in which the averaging
 * begins.
 */
public final class Averages {
  /** Computes the weight of the current parameters w in the average after a step. */
  public interface Share {
    /**
     * @param a settings of the average, of which the formula uses {@code decay} and {@code from}
     * @param step number of steps done before the current step
     */
    float of(Averaging a, long step, long stepsPerEpoch);
  }

  /** The name that means no averaging. */
  static final String NONE = "none";

  /** The table of all averages. */
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
