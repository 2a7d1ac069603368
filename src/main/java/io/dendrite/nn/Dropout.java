package io.dendrite.nn;

import io.dendrite.math.Rng;

/**
 * Inverted dropout (Srivastava et al., 2014): in training each element is 0 with probability p and
 * else scaled by 1 / (1 - p); in evaluation y = x. Option: {@code probability} p of dropping, 0.5
 * unless given.
 *
 * <p>The mask is not stored: element (row, column) of the shard's share draws its number from the
 * slot's key, so backward draws the same mask again, and so does a retried task.
 */
final class Dropout implements Layer {
  private final double probability;

  Dropout(Options options) {
    probability = options.fraction("probability", 0.5, 0, 1);
  }

  @Override
  public int width(int input) {
    return input;
  }

  @Override
  public void forward(Slot s) {
    pass(s, s.x, s.y);
  }

  @Override
  public void backward(Slot s) {
    pass(s, s.dy, s.dx);
  }

  /** Multiplies by the mask; each 64-bit draw serves two elements. */
  private void pass(Slot s, float[] from, float[] to) {
    int n = s.rows * s.out;
    if (!s.training) {
      System.arraycopy(from, 0, to, 0, n);
      return;
    }
    float keep = (float) (1 / (1 - probability));
    long threshold = (long) (probability * 0x1p32);
    long key = s.key;
    long first = (long) s.firstRow * s.out;
    for (int i = 0; i < n; i++) {
      long index = first + i;
      long draw = Rng.bits(key, index >> 1) >>> ((index & 1) << 5) & 0xFFFFFFFFL;
      to[i] = draw < threshold ? 0f : from[i] * keep;
    }
  }

  @Override
  public boolean readsInput() {
    return false;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
