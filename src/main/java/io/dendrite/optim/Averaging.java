package io.dendrite.optim;

import java.io.Serializable;

/**
 * The settings for a running average a of the parameters w. The types of averages are listed in
 * {@link Averages}. The average is evaluated and saved in place of the parameters.
 *
 * @param type a name of {@link Averages#TABLE}
 * @param decay weight that the exponential average gives to its old value in each step, in [0, 1)
 * @param from number of epochs before {@code polyak} begins to average, at least 0
 */
public record Averaging(String type, double decay, int from) implements Serializable {
  /** The settings for no averaging. */
  public static final Averaging NONE = new Averaging(Averages.NONE, 0, 0);

  /** Checks that {@link Averages} has the type. */
  public Averaging {
    Averages.TABLE.get(type);
  }

  public boolean none() {
    return type.equals(Averages.NONE);
  }

  /**
   * Updates the elements {@code start} (inclusive) to {@code end} (exclusive) of the average {@code
   * a}.
   */
  void update(float[] w, float[] a, long step, long stepsPerEpoch, int start, int end) {
    float share = Averages.TABLE.get(type).kind().of(this, step, stepsPerEpoch);
    for (int i = start; i < end; i++) {
      a[i] += share * (w[i] - a[i]);
    }
    if (share == 1f) {
      // Copying makes the average exactly w; a + (w - a) may round to another number.
      System.arraycopy(w, start, a, start, end - start);
    }
  }
}
