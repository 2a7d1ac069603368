package io.dendrite.nn;

/**
 * Binary threshold unit (McCulloch and Pitts, 1943): y = 1 where x > threshold, else {@code low}.
 * The derivative is 0, so no layer before a threshold learns. With {@code gradient =
 * straight-through}, dx = dy, as if y were x (Hinton, 2012, and Bengio et al., 2013). The options
 * are {@code threshold} (0 unless given), {@code low} (0 unless given, or -1 for units with outputs
 * -1 and 1) and {@code gradient} (zero or straight-through, zero unless given).
 */
final class Threshold extends Elementwise {
  private final float threshold;
  private final float low;
  private final boolean straightThrough;

  Threshold(Options options) {
    threshold = (float) options.number("threshold", 0);
    low = (float) options.number("low", 0);
    straightThrough =
        options.choice("gradient", "zero", "straight-through").equals("straight-through");
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = x[i] > threshold ? 1f : low;
    }
  }

  @Override
  public void backward(Slot s) {
    int n = s.rows * s.out;
    if (straightThrough) {
      System.arraycopy(s.dy, 0, s.dx, 0, n);
    } else {
      java.util.Arrays.fill(s.dx, 0, n, 0f);
    }
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
