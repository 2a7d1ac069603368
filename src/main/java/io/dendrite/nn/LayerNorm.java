package io.dendrite.nn;

import java.util.List;

/**
 * Layer normalisation (Ba et al., 2016): h = (x - mean) / sqrt(var + epsilon), with mean and var
 * over the elements of each row, and y = a h + b with learned a and b for each element.
 *
 * <p>With d = a dy, the derivatives are dx = (d - mean d - h mean(d h)) / sqrt(var + epsilon); da
 * += dy h, db += dy. The option {@code epsilon} is 1e-5 unless given.
 */
final class LayerNorm implements Layer {
  private static final Init ONE = new Init("constant", 1);
  private final double epsilon;

  LayerNorm(Options options) {
    epsilon = options.positive("epsilon", 1e-5);
  }

  @Override
  public Shape shape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public List<Param> params(Shape input) {
    int[] shape = {input.size()};
    return List.of(
        new Param("scale", shape, ONE, 1, 1, false),
        new Param("bias", shape, Init.ZERO, 1, 1, false));
  }

  @Override
  public void forward(Slot s) {
    float[] x = s.x;
    float[] y = s.y;
    float[] w = s.w;
    for (int at = 0; at < s.rows * s.out; at += s.out) {
      float mean = mean(x, at, s.out);
      float scale = scale(x, at, s.out, mean);
      for (int j = 0; j < s.out; j++) {
        y[at + j] = w[s.at[0] + j] * ((x[at + j] - mean) * scale) + w[s.at[1] + j];
      }
    }
  }

  @Override
  public void backward(Slot s) {
    float[] x = s.x;
    float[] dy = s.dy;
    float[] w = s.w;
    float[] g = s.g;
    int n = s.out;
    for (int at = 0; at < s.rows * n; at += n) {
      float mean = mean(x, at, n);
      float scale = scale(x, at, n, mean);
      double sum = 0;
      double product = 0;
      for (int j = 0; j < n; j++) {
        float h = (x[at + j] - mean) * scale;
        float d = w[s.at[0] + j] * dy[at + j];
        g[s.at[0] + j] += dy[at + j] * h;
        g[s.at[1] + j] += dy[at + j];
        sum += d;
        product += d * h;
      }
      float meanDelta = (float) (sum / n);
      float meanProduct = (float) (product / n);
      for (int j = 0; s.dx != null && j < n; j++) {
        float h = (x[at + j] - mean) * scale;
        s.dx[at + j] = (w[s.at[0] + j] * dy[at + j] - meanDelta - h * meanProduct) * scale;
      }
    }
  }

  private static float mean(float[] x, int at, int n) {
    double sum = 0;
    for (int j = at; j < at + n; j++) {
      sum += x[j];
    }
    return (float) (sum / n);
  }

  private float scale(float[] x, int at, int n, float mean) {
    double squares = 0;
    for (int j = at; j < at + n; j++) {
      double difference = x[j] - mean;
      squares += difference * difference;
    }
    return (float) (1 / Math.sqrt(squares / n + epsilon));
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
