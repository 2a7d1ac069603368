package io.dendrite.nn;

/**
 * The windows of an image x[channels][height][width], each at a place of [out height][out width]:
 * as a matrix V[channels x kernel x kernel][places], and back.
 */
final class Windows {
  private Windows() {}

  /** Places of a window along one side. */
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
              + " elements; set network.input = [channels, height, width], or take a smaller window");
    }
    if (padding >= kernel) {
      throw new IllegalArgumentException(
          "padding is " + padding + "; expected less than the window's size " + kernel);
    }
  }

  /** V from one image; what lies outside is 0. */
  static void gather(
      float[] x, int at, float[] v, Shape in, Shape out, int kernel, int stride, int padding) {
    int to = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int ky = 0; ky < kernel; ky++) {
        for (int kx = 0; kx < kernel; kx++) {
          for (int oy = 0; oy < out.height(); oy++) {
            int y = oy * stride + ky - padding;
            int line = at + (c * in.height() + y) * in.width() + kx - padding;
            boolean inside = y >= 0 && y < in.height();
            for (int ox = 0; ox < out.width(); ox++) {
              int column = ox * stride + kx - padding;
              v[to++] = inside && column >= 0 && column < in.width() ? x[line + ox * stride] : 0f;
            }
          }
        }
      }
    }
  }

  /** Adds each element of V to where it came from in one image. */
  static void scatter(
      float[] v, float[] x, int at, Shape in, Shape out, int kernel, int stride, int padding) {
    int from = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int ky = 0; ky < kernel; ky++) {
        for (int kx = 0; kx < kernel; kx++) {
          for (int oy = 0; oy < out.height(); oy++) {
            int y = oy * stride + ky - padding;
            int line = at + (c * in.height() + y) * in.width() + kx - padding;
            boolean inside = y >= 0 && y < in.height();
            for (int ox = 0; ox < out.width(); ox++, from++) {
              int column = ox * stride + kx - padding;
              if (inside && column >= 0 && column < in.width()) {
                x[line + ox * stride] += v[from];
              }
            }
          }
        }
      }
    }
  }
}
