package io.dendrite.nn;

import io.dendrite.math.Vectors;
import java.util.Arrays;
import java.util.List;

/**
 * Convolution (LeCun et al., 1989): each output channel is a weighted sum over a window of all
 * input channels, with the same weights at every position of the window. Each row becomes a matrix
 * of its windows, V[in channels x kernel x kernel][places] (im2col, Chellapilla et al., 2006), and
 * Y = W V + b 1', with W[channels][in channels x kernel x kernel], Y[channels][places], where
 * places are the positions of the window.
 *
 * <p>dW += dY V', db += dY 1, dV = W' dY, and dx is the sum of dV over all windows that contain an
 * element. The backward pass computes V again for dW, because storing V would take kernel^2 times
 * the memory of x. The options are {@code channels}, {@code kernel} (both required), {@code stride}
 * (1 unless given), {@code padding} (number of zeros added on each side of the image, 0 unless
 * given), {@code init} of the weights ({@code he} unless given), and {@code bias} (the initial
 * value of b, 0 unless given).
 */
final class Convolution implements Layer {
  private final int channels;
  private final int kernel;
  private final int stride;
  private final int padding;
  private final Init init;
  private final Init bias;

  Convolution(Options options) {
    channels = options.count("channels");
    kernel = options.count("kernel");
    stride = options.count("stride", 1);
    padding = options.index("padding", 0);
    init = options.init("init", "he");
    bias = options.constant("bias", "0");
  }

  @Override
  public Shape shape(Shape... inputs) {
    Windows.check(inputs[0], kernel, padding);
    return new Shape(
        channels,
        Windows.count(inputs[0].height(), kernel, stride, padding),
        Windows.count(inputs[0].width(), kernel, stride, padding));
  }

  @Override
  public List<Param> params(Shape input) {
    int window = window(input);
    int fanOut = channels * kernel * kernel;
    return List.of(
        new Param("weight", new int[] {channels, window}, init, window, fanOut, true),
        new Param("bias", new int[] {channels}, bias, window, fanOut, false));
  }

  private int window(Shape input) {
    return Math.multiplyExact(input.channels(), Math.multiplyExact(kernel, kernel));
  }

  @Override
  public long multiplications(Shape input) {
    return (long) channels * window(input) * shape(input).area();
  }

  @Override
  public int scratch(Shape input) {
    return Math.multiplyExact(window(input), shape(input).area());
  }

  @Override
  public void forward(Slot s) {
    int window = window(s.inShape);
    int places = s.outShape.area();
    for (int row = 0; row < s.rows; row++) {
      int at = row * s.out;
      for (int c = 0; c < channels; c++) {
        Arrays.fill(s.y, at + c * places, at + (c + 1) * places, s.w[s.at[1] + c]);
      }
      gather(s, row);
      s.blas.gemm(
          false, false, channels, places, window, 1f, s.w, s.at[0], s.scratch, 0, 1f, s.y, at);
    }
  }

  @Override
  public void backward(Slot s) {
    int window = window(s.inShape);
    int places = s.outShape.area();
    if (s.dx != null) {
      Arrays.fill(s.dx, 0, s.rows * s.in, 0f);
    }
    for (int row = 0; row < s.rows; row++) {
      int at = row * s.out;
      gather(s, row);
      s.blas.gemm(
          false, true, channels, window, places, 1f, s.dy, at, s.scratch, 0, 1f, s.g, s.at[0]);
      for (int c = 0; c < channels; c++) {
        s.g[s.at[1] + c] += Vectors.sum(s.dy, at + c * places, places);
      }
      if (s.dx != null) {
        s.blas.gemm(
            true, false, window, places, channels, 1f, s.w, s.at[0], s.dy, at, 0f, s.scratch, 0);
        Windows.scatter(
            s.scratch, s.dx, row * s.in, s.inShape, s.outShape, kernel, stride, padding);
      }
    }
  }

  private void gather(Slot s, int row) {
    Windows.gather(s.x, row * s.in, s.scratch, s.inShape, s.outShape, kernel, stride, padding);
  }

  @Override
  public boolean givesAnyNumber() {
    return true;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
