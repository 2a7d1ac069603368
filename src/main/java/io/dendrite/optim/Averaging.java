package io.dendrite.optim;

import java.io.Serializable;

/**
 * A running average a of the parameters w, one of the {@link Averages}; it is evaluated and saved
 * in place of the parameters.
 *
 * @param type a name of {@link Averages#TABLE}
 * @param decay d, in [0, 1)
 * @param from epochs before {@code polyak} begins to average, at least 0
 */
public record Averaging(String type, double decay, int from) implements Serializable {
  /** No averaging. */
  public static final Averaging NONE = new Averaging(Averages.NONE, 0, 0);

  /** Checks the type. */
  public Averaging {
    Averages.TABLE.get(type);
  }

  public boolean none() {
    return type.equals(Averages.NONE);
  }

  /** Updates elements of the average. */
  void update(float[] w, float[] a, long step, long stepsPerEpoch, int start, int end) {
    float share = Averages.TABLE.get(type).kind().of(this, step, stepsPerEpoch);
    for (int i = start; i < end; i++) {
      a[i] += share * (w[i] - a[i]);
    }
    if (share == 1f) {
      // Exactly equal, where the difference was rounded.
      System.arraycopy(w, start, a, start, end - start);
    }
  }
}
