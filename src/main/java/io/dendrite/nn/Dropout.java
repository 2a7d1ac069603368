package io.dendrite.nn;

import io.dendrite.math.Rng;

/**
 * Inverted dropout (Srivastava et al., 2014): in training, each element is set to 0 with
 * probability p and otherwise scaled by 1 / (1 - p); in evaluation y = x. The option {@code
 * probability} is p, 0.5 unless given.
 *
 * <p>The mask is not stored: the random number of element (row, column) of a shard's share of the
 * mini-batch is a function of {@link Slot#key}. The backward pass, or a task that Spark repeats,
 * therefore computes the same mask again.
 */
final class Dropout extends Elementwise {
  private final double probability;

  /**
   * The factors by which a dropped element (index 0) and a kept element (index 1) are multiplied.
   */
  private final float[] factors;

  Dropout(Options options) {
    probability = options.fraction("probability", 0.5, 0, 1);
    factors = new float[] {0, (float) (1 / (1 - probability))};
  }

  @Override
  public void forward(Slot s) {
    pass(s, s.x, s.y);
  }

  @Override
  public void backward(Slot s) {
    pass(s, s.dy, s.dx);
  }

  /**
   * Multiplies each element by its factor, which is 0 for a dropped element. Each 64-bit random
   * number is used for two elements: the lower half for the element with the even index, the upper
   * half for the next element. The factor is read from an array instead of chosen by a branch,
   * since the processor often mispredicts a branch on a random number (half of the time at
   * probability 0.5).
   */
  private void pass(Slot s, float[] from, float[] to) {
    int n = s.rows * s.out;
    if (!s.training) {
      System.arraycopy(from, 0, to, 0, n);
      return;
    }
    float[] factors = this.factors;
    long threshold = (long) (probability * 0x1p32);
    long key = s.key;
    long first = (long) s.firstRow * s.out;
    int i = 0;
    if ((first & 1) == 1) {
      to[0] = from[0] * factors[kept(Rng.bits(key, first >> 1) >>> 32, threshold)];
      i = 1;
    }
    for (; i + 1 < n; i += 2) {
      long draw = Rng.bits(key, (first + i) >> 1);
      to[i] = from[i] * factors[kept(draw & 0xFFFFFFFFL, threshold)];
      to[i + 1] = from[i + 1] * factors[kept(draw >>> 32, threshold)];
    }
    if (i < n) {
      long draw = Rng.bits(key, (first + i) >> 1);
      to[i] = from[i] * factors[kept(draw & 0xFFFFFFFFL, threshold)];
    }
  }

  /**
   * Index of an element's factor: 0 (dropped) if its random number is below the threshold,
   * otherwise 1 (kept).
   */
  private static int kept(long draw, long threshold) {
    return 1 + (int) ((draw - threshold) >> 63);
  }

  @Override
  public boolean random() {
    return true;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
