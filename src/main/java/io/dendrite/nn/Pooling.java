package io.dendrite.nn;

import java.util.Arrays;

/**
 * Pooling: for each window of a channel, y is either the greatest element or the mean of the
 * window. The derivative dy of a window goes to its greatest element (the first if several are
 * equal) or, for the mean, is divided equally among its elements. Windows lie entirely inside the
 * image. The options are {@code pool} (max or average, max unless given), {@code size} of the
 * window (2 unless given) and {@code stride} (the size of the window unless given).
 */
final class Pooling implements Layer {
  private final boolean max;
  private final int size;
  private final int stride;

  Pooling(Options options) {
    max = options.choice("pool", "max", "average").equals("max");
    size = options.count("size", 2);
    stride = options.count("stride", "size", size);
  }

  @Override
  public Shape shape(Shape... inputs) {
    Shape x = inputs[0];
    Windows.check(x, size, 0);
    return new Shape(
        x.channels(),
        Windows.count(x.height(), size, stride, 0),
        Windows.count(x.width(), size, stride, 0));
  }

  @Override
  public void forward(Slot s) {
    int width = s.inShape.width();
    float each = 1f / (size * size);
    int to = 0;
    for (int image = 0; image < s.rows * s.inShape.channels(); image++) {
      for (int oy = 0; oy < s.outShape.height(); oy++) {
        int line = image * s.inShape.area() + oy * stride * width;
        for (int ox = 0; ox < s.outShape.width(); ox++) {
          int at = line + ox * stride;
          s.y[to++] = max ? s.x[greatest(s.x, at, width)] : each * sum(s.x, at, width);
        }
      }
    }
  }

  @Override
  public void backward(Slot s) {
    int width = s.inShape.width();
    float each = 1f / (size * size);
    Arrays.fill(s.dx, 0, s.rows * s.in, 0f);
    int from = 0;
    for (int image = 0; image < s.rows * s.inShape.channels(); image++) {
      for (int oy = 0; oy < s.outShape.height(); oy++) {
        int line = image * s.inShape.area() + oy * stride * width;
        for (int ox = 0; ox < s.outShape.width(); ox++) {
          int at = line + ox * stride;
          float d = s.dy[from++];
          if (max) {
            s.dx[greatest(s.x, at, width)] += d;
          } else {
            share(s.dx, at, width, each * d);
          }
        }
      }
    }
  }

  private int greatest(float[] x, int at, int width) {
    int best = at;
    for (int ky = 0; ky < size; ky++) {
      for (int i = at + ky * width; i < at + ky * width + size; i++) {
        best = x[i] > x[best] ? i : best;
      }
    }
    return best;
  }

  private float sum(float[] x, int at, int width) {
    float sum = 0;
    for (int ky = 0; ky < size; ky++) {
      for (int i = at + ky * width; i < at + ky * width + size; i++) {
        sum += x[i];
      }
    }
    return sum;
  }

  private void share(float[] dx, int at, int width, float d) {
    for (int ky = 0; ky < size; ky++) {
      for (int i = at + ky * width; i < at + ky * width + size; i++) {
        dx[i] += d;
      }
    }
  }

  @Override
  public boolean readsInput() {
    return max;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
