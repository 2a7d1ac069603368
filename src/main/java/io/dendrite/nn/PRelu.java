package io.dendrite.nn;

import java.util.List;

/**
 * Rectified linear unit with a learned slope a for each channel: y = x where x > 0, else a x (He et
 * al., 2015).
 *
 * <p>dx = dy where x > 0, else a dy; da += dy x where x is not above 0. Weight decay does not apply
 * to the slopes. The option {@code slope} is the initial value of a, 0.25 unless given.
 */
final class PRelu extends ElementwiseByInput {
  private final Init slope;

  PRelu(Options options) {
    slope = options.constant("slope", "0.25");
  }

  @Override
  public List<Param> params(Shape input) {
    return List.of(new Param("slope", new int[] {input.channels()}, slope, 1, 1, false));
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
        y[j] = x[j] > 0 ? x[j] : a * x[j];
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
        sum += x[j] > 0 ? 0 : dy[j] * x[j];
      }
      s.g[s.at[0] + c] += sum;
      for (int j = i; dx != null && j < i + area; j++) {
        dx[j] = x[j] > 0 ? dy[j] : a * dy[j];
      }
    }
  }
}
