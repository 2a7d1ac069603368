package io.dendrite.nn;

import java.util.Arrays;

/**
 * Converts an image x[channels][height][width] to the matrix V[channels x kernel x kernel][places],
 * whose columns are the windows of the image, and back. The places, which are the positions of the
 * window, form a grid [out height][out width].
 */
final class Windows {
  private Windows() {}

  /** Number of places of a window along one side of the image. */
  static int count(int length, int kernel, int stride, int padding) {
    return (length + 2 * padding - kernel) / stride + 1;
  }

  /** Refuses windows that do not fit into the image. */
  static void check(Shape x, int kernel, int padding) {
    if (kernel > x.height() + 2 * padding || kernel > x.width() + 2 * padding) {
      throw new IllegalArgumentException(
          "a window of "
              + kernel
              + " x "
              + kernel
              + " does not fit into "
              + x.height()
              + " x "
              + x.width()
              + " elements; set network.input = [channels, height, width], or choose a smaller window");
    }
    if (padding >= kernel) {
      throw new IllegalArgumentException(
          "padding is " + padding + "; expected less than the window's size " + kernel);
    }
  }

  /**
   * Index, in a row of windows, of the first window whose column {@code kx} lies inside the image.
   */
  private static int first(int kx, int stride, int padding) {
    return Math.max(0, (padding - kx + stride - 1) / stride);
  }

  /**
   * Index, in a row of windows, after the last window whose column {@code kx} lies inside the
   * image.
   */
  private static int end(int kx, int stride, int padding, int width, int places) {
    int last = width - 1 + padding - kx;
    return last < 0 ? 0 : Math.min(places, last / stride + 1);
  }

  /** Computes the matrix V of one image; elements outside the image are 0. */
  static void gather(
      float[] x, int at, float[] v, Shape in, Shape out, int kernel, int stride, int padding) {
    int places = out.width();
    int to = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int ky = 0; ky < kernel; ky++) {
        for (int kx = 0; kx < kernel; kx++) {
          int first = first(kx, stride, padding);
          int end = end(kx, stride, padding, in.width(), places);
          for (int oy = 0; oy < out.height(); oy++, to += places) {
            int y = oy * stride + ky - padding;
            if (y < 0 || y >= in.height() || first >= end) {
              Arrays.fill(v, to, to + places, 0f);
              continue;
            }
            int line = at + (c * in.height() + y) * in.width() + kx - padding;
            Arrays.fill(v, to, to + first, 0f);
            if (stride == 1) {
              System.arraycopy(x, line + first, v, to + first, end - first);
            } else {
              for (int ox = first; ox < end; ox++) {
                v[to + ox] = x[line + ox * stride];
              }
            }
            Arrays.fill(v, to + end, to + places, 0f);
          }
        }
      }
    }
  }

  /**
   * Adds each element of the matrix V to that element of one image from which {@link #gather}
   * copied it.
   */
  static void scatter(
      float[] v, float[] x, int at, Shape in, Shape out, int kernel, int stride, int padding) {
    int places = out.width();
    int from = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int ky = 0; ky < kernel; ky++) {
        for (int kx = 0; kx < kernel; kx++) {
          int first = first(kx, stride, padding);
          int end = end(kx, stride, padding, in.width(), places);
          for (int oy = 0; oy < out.height(); oy++, from += places) {
            int y = oy * stride + ky - padding;
            if (y < 0 || y >= in.height()) {
              continue;
            }
            int line = at + (c * in.height() + y) * in.width() + kx - padding;
            if (stride == 1) {
              for (int ox = first; ox < end; ox++) {
                x[line + ox] += v[from + ox];
              }
            } else {
              for (int ox = first; ox < end; ox++) {
                x[line + ox * stride] += v[from + ox];
              }
            }
          }
        }
      }
    }
  }
}
