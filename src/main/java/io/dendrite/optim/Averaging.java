package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * A mean a of the parameters w along the run, which is evaluated and saved in their place.
 *
 * <ul>
 *   <li>{@code none}
 *   <li>{@code exponential}: a = d a + (1 - d) w after each step; a = w after the first
 *   <li>{@code polyak}: the plain mean of w after each step from an epoch on (Polyak and Juditsky,
 *       1992); before it a = w
 * </ul>
 *
 * @param type one of the names above
 * @param decay d, in [0, 1)
 * @param from epochs before {@code polyak} begins to average
 */
public record Averaging(String type, double decay, int from) implements Serializable {
  private static final List<String> TYPES = List.of("none", "exponential", "polyak");
  public static final Averaging NONE = new Averaging("none", 0, 0);

  /** Checks the ranges. */
  public Averaging {
    if (!TYPES.contains(type)) {
      throw new IllegalArgumentException(
          "train.average.type is '" + type + "'; expected one of " + String.join(", ", TYPES));
    }
    Ranges.fraction("train.average.decay", decay);
    Ranges.require(from >= 0, "train.average.from", from, "a number of epochs, at least 0");
  }

  public boolean none() {
    return type.equals("none");
  }

  /** Updates elements of the mean. */
  void update(float[] w, float[] a, long step, long stepsPerEpoch, int start, int end) {
    float share = share(step, stepsPerEpoch);
    for (int i = start; i < end; i++) {
      a[i] += share * (w[i] - a[i]);
    }
    if (share == 1f) {
      // Exactly, where the difference was rounded.
      System.arraycopy(w, start, a, start, end - start);
    }
  }

  /** The share of w in the mean after a step. */
  private float share(long step, long stepsPerEpoch) {
    if (type.equals("exponential")) {
      return step == 0 ? 1f : (float) (1 - decay);
    }
    long begun = step - from * stepsPerEpoch;
    return begun <= 0 ? 1f : (float) (1.0 / (begun + 1));
  }
}
