package io.dendrite.nn;

import java.util.List;

/**
 * Bias: y = x + b, with one learned b for each channel; db += the sum of dy over all rows and over
 * the channel's elements. The option {@code init} is the initialiser of b, {@code zero} unless
 * given.
 */
final class Bias extends Elementwise {
  private final Init init;

  Bias(Options options) {
    init = options.init("init", "zero");
  }

  @Override
  public List<Param> params(Shape input) {
    return List.of(new Param("bias", new int[] {input.channels()}, init, 1, 1, false));
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int channels = s.inShape.channels();
    int area = s.inShape.area();
    for (int i = 0, c = 0; i < s.rows * s.out; i += area, c = c + 1 == channels ? 0 : c + 1) {
      float b = s.w[s.at[0] + c];
      for (int j = i; j < i + area; j++) {
        y[j] = x[j] + b;
      }
    }
  }

  @Override
  public void backward(Slot s) {
    float[] dy = s.dy;
    int channels = s.inShape.channels();
    int area = s.inShape.area();
    for (int i = 0, c = 0; i < s.rows * s.out; i += area, c = c + 1 == channels ? 0 : c + 1) {
      float sum = 0;
      for (int j = i; j < i + area; j++) {
        sum += dy[j];
      }
      s.g[s.at[0] + c] += sum;
    }
    if (s.dx != null) {
      System.arraycopy(dy, 0, s.dx, 0, s.rows * s.out);
    }
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
