package io.dendrite.nn;

/**
 * Power function, as in Caffe: y = (shift + scale x)^p; y' = p scale (shift + scale x)^(p - 1). For
 * example, {@code power = -1} computes 1 / x, {@code scale = a} computes a x, and {@code shift = c}
 * computes c + x. The output is NaN if the base shift + scale x is below 0 and the power is not a
 * whole number. The options are {@code power} (the number p, 1 unless given), {@code scale} (1
 * unless given) and {@code shift} (0 unless given).
 */
final class Power extends ElementwiseByInput {
  private final double power;
  private final float scale;
  private final float shift;

  Power(Options options) {
    power = options.number("power", 1);
    scale = (float) options.number("scale", 1);
    shift = (float) options.number("shift", 0);
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      y[i] = pow(shift + scale * x[i], power);
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] dx = s.dx;
    float factor = (float) power * scale;
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      dx[i] = dy[i] * factor * pow(shift + scale * x[i], power - 1);
    }
  }

  private static float pow(float base, double power) {
    if (power == 0) {
      return 1f;
    }
    if (power == 1) {
      return base;
    }
    return power == 2 ? base * base : (float) StrictMath.pow(base, power);
  }
}
