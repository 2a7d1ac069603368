package io.dendrite.nn;

import java.util.List;

/**
 * Scale: y = a x, with one learned a for each channel; dx = a dy, da += the sum of dy x over all
 * rows and over the channel's elements. The option {@code init} is the initialiser of a, {@code
 * constant 1} unless given.
 */
final class Scale extends ElementwiseByInput {
  private final Init init;

  Scale(Options options) {
    init = options.init("init", "constant 1");
  }

  @Override
  public List<Param> params(Shape input) {
    return List.of(new Param("scale", new int[] {input.channels()}, init, 1, 1, false));
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    int channels = s.inShape.channels();
    int area = s.inShape.area();
    for (int i = 0, c = 0; i < s.rows * s.out; i += area, c = c + 1 == channels ? 0 : c + 1) {
      float a = s.w[s.at[0] + c];
      for (int j = i; j < i + area; j++) {
        y[j] = a * x[j];
      }
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] dx = s.dx;
    int channels = s.inShape.channels();
    int area = s.inShape.area();
    for (int i = 0, c = 0; i < s.rows * s.out; i += area, c = c + 1 == channels ? 0 : c + 1) {
      float a = s.w[s.at[0] + c];
      float sum = 0;
      for (int j = i; j < i + area; j++) {
        sum += dy[j] * x[j];
      }
      s.g[s.at[0] + c] += sum;
      for (int j = i; dx != null && j < i + area; j++) {
        dx[j] = a * dy[j];
      }
    }
  }
}
