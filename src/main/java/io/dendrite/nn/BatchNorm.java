package io.dendrite.nn;

import java.util.Arrays;
import java.util.List;

/**
 * Batch normalisation (Ioffe and Szegedy, 2015): over the n = rows x area elements of each channel,
 * h = (x - mean) / sqrt(var + epsilon), y = a h + b with learned a and b for each channel. In
 * training, mean and var are computed over the rows of a shard's share of the mini-batch. With
 * batch-norm, each shard's share goes through the network in one chunk, and has at least 2 rows.
 * Batch-norm is the only layer whose gradient depends on how the rows are distributed over the
 * shards. In evaluation, mean and var are running means over the steps of training; the var of each
 * step is multiplied by n / (n - 1).
 *
 * <p>dx = a (dy - mean dy - h mean(dy h)) / sqrt(var + epsilon); da += sum dy h, db += sum dy. The
 * backward pass adds mean and var, each times the number of rows, to the elements of the gradient
 * at the offsets of the running statistics. The elements of the gradient at the offsets of the
 * running statistics, summed over the shards and divided by the number of all rows, are the values
 * towards which the statistics move. The options are {@code epsilon} (1e-5 unless given) and {@code
 * momentum}, the weight of one step in the running statistics (0.1 unless given).
 */
final class BatchNorm implements Layer {
  private static final Init ONE = new Init("constant", 1);
  private final float epsilon;
  private final double momentum;

  BatchNorm(Options options) {
    epsilon = (float) options.positive("epsilon", 1e-5);
    momentum = options.positive("momentum", 0.1);
    if (momentum > 1) {
      throw new IllegalArgumentException(
          "batch-norm: momentum is " + momentum + "; expected a number above 0 and at most 1");
    }
  }

  @Override
  public Shape shape(Shape... inputs) {
    return inputs[0];
  }

  @Override
  public List<Param> params(Shape input) {
    int[] shape = {input.channels()};
    return List.of(
        new Param("scale", shape, ONE, 1, 1, false),
        new Param("bias", shape, Init.ZERO, 1, 1, false),
        Param.statistic("mean", shape, Init.ZERO, momentum),
        Param.statistic("variance", shape, ONE, momentum));
  }

  @Override
  public int scratch(Shape input) {
    return 4 * input.channels();
  }

  @Override
  public boolean wholeShares() {
    return true;
  }

  @Override
  public void forward(Slot s) {
    int channels = s.inShape.channels();
    if (s.training) {
      statistics(s);
    } else {
      System.arraycopy(s.w, s.at[2], s.scratch, 0, channels);
      System.arraycopy(s.w, s.at[3], s.scratch, channels, channels);
    }
    float[] x = s.x;
    float[] y = s.y;
    int area = s.inShape.area();
    for (int i = 0, c = 0; i < s.rows * s.out; i += area, c = c + 1 == channels ? 0 : c + 1) {
      float mean = s.scratch[c];
      float a = s.w[s.at[0] + c] * scale(s.scratch[channels + c]);
      float b = s.w[s.at[1] + c];
      for (int j = i; j < i + area; j++) {
        y[j] = a * (x[j] - mean) + b;
      }
    }
  }

  @Override
  public void backward(Slot s) {
    statistics(s);
    int channels = s.inShape.channels();
    int area = s.inShape.area();
    float n = s.rows * area;
    float[] x = s.x;
    float[] dy = s.dy;
    float[] sums = s.scratch;
    Arrays.fill(sums, 2 * channels, 4 * channels, 0f);
    for (int i = 0, c = 0; i < s.rows * s.out; i += area, c = c + 1 == channels ? 0 : c + 1) {
      float mean = sums[c];
      float scale = scale(sums[channels + c]);
      for (int j = i; j < i + area; j++) {
        sums[2 * channels + c] += dy[j];
        sums[3 * channels + c] += dy[j] * ((x[j] - mean) * scale);
      }
    }
    for (int i = 0, c = 0;
        s.dx != null && i < s.rows * s.out;
        i += area, c = c + 1 == channels ? 0 : c + 1) {
      float mean = sums[c];
      float scale = scale(sums[channels + c]);
      float a = s.w[s.at[0] + c] * scale;
      float meanDelta = sums[2 * channels + c] / n;
      float meanProduct = sums[3 * channels + c] / n;
      for (int j = i; j < i + area; j++) {
        s.dx[j] = a * (dy[j] - meanDelta - (x[j] - mean) * scale * meanProduct);
      }
    }
    float unbiased = s.rows * (n / (n - 1f));
    for (int c = 0; c < channels; c++) {
      s.g[s.at[0] + c] += sums[3 * channels + c];
      s.g[s.at[1] + c] += sums[2 * channels + c];
      s.g[s.at[2] + c] += s.rows * sums[c];
      s.g[s.at[3] + c] += unbiased * sums[channels + c];
    }
  }

  /**
   * Computes mean and variance of each channel and writes them to the beginning of {@link
   * Slot#scratch}.
   */
  private static void statistics(Slot s) {
    int channels = s.inShape.channels();
    int area = s.inShape.area();
    float n = s.rows * area;
    float[] x = s.x;
    float[] sums = s.scratch;
    Arrays.fill(sums, 0, 2 * channels, 0f);
    for (int i = 0, c = 0; i < s.rows * s.in; i += area, c = c + 1 == channels ? 0 : c + 1) {
      for (int j = i; j < i + area; j++) {
        sums[c] += x[j];
      }
    }
    for (int c = 0; c < channels; c++) {
      sums[c] /= n;
    }
    for (int i = 0, c = 0; i < s.rows * s.in; i += area, c = c + 1 == channels ? 0 : c + 1) {
      for (int j = i; j < i + area; j++) {
        float difference = x[j] - sums[c];
        sums[channels + c] += difference * difference;
      }
    }
    for (int c = 0; c < channels; c++) {
      sums[channels + c] /= n;
    }
  }

  private float scale(float variance) {
    return 1f / (float) Math.sqrt(variance + epsilon);
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
