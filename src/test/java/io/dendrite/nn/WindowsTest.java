package io.dendrite.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Windows of images against what their definition says, element by element. */
class WindowsTest {
  /** The element that window place (oy, ox) sees at (ky, kx), or 0 outside of the image. */
  private static float seen(float[] x, int at, Shape in, int c, int y, int xx) {
    boolean inside = y >= 0 && y < in.height() && xx >= 0 && xx < in.width();
    return inside ? x[at + (c * in.height() + y) * in.width() + xx] : 0;
  }

  @Test
  void everyElementIsWhereItBelongs() {
    int cases = 0;
    for (int height = 1; height <= 5; height++) {
      for (int width = 1; width <= 5; width++) {
        for (int kernel = 1; kernel <= 5; kernel++) {
          for (int stride = 1; stride <= 3; stride++) {
            for (int padding = 0; padding < kernel; padding++) {
              if (height + 2 * padding >= kernel && width + 2 * padding >= kernel) {
                check(new Shape(2, height, width), kernel, stride, padding);
                cases++;
              }
            }
          }
        }
      }
    }
    assertThat(cases).isGreaterThan(500);
  }

  private static void check(Shape in, int kernel, int stride, int padding) {
    int oh = (in.height() + 2 * padding - kernel) / stride + 1;
    int ow = (in.width() + 2 * padding - kernel) / stride + 1;
    Shape out = new Shape(1, oh, ow);
    int at = 3;
    // Numbers before and behind the image, which no window may see.
    float[] x = new float[at + in.size() + 7];
    for (int i = 0; i < x.length; i++) {
      x[i] = i < at || i >= at + in.size() ? Float.NaN : i;
    }
    float[] v = new float[in.channels() * kernel * kernel * oh * ow];
    Windows.gather(x, at, v, in, out, kernel, stride, padding);
    float[] dx = new float[x.length];
    float[] back = new float[x.length];
    float[] dv = new float[v.length];
    for (int i = 0; i < dv.length; i++) {
      dv[i] = i + 1;
    }
    int i = 0;
    for (int c = 0; c < in.channels(); c++) {
      for (int ky = 0; ky < kernel; ky++) {
        for (int kx = 0; kx < kernel; kx++) {
          for (int oy = 0; oy < oh; oy++) {
            for (int ox = 0; ox < ow; ox++, i++) {
              int y = oy * stride + ky - padding;
              int xx = ox * stride + kx - padding;
              assertThat(v[i])
                  .as("%s, kernel %d, stride %d, padding %d", in, kernel, stride, padding)
                  .isEqualTo(seen(x, at, in, c, y, xx));
              if (y >= 0 && y < in.height() && xx >= 0 && xx < in.width()) {
                dx[at + (c * in.height() + y) * in.width() + xx] += dv[i];
              }
            }
          }
        }
      }
    }
    Windows.scatter(dv, back, at, in, out, kernel, stride, padding);
    assertThat(back)
        .as("%s, kernel %d, stride %d, padding %d", in, kernel, stride, padding)
        .containsExactly(dx);
  }
}
