package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static SparseFeatures sparse(int rows, int width, float[] x) {
    int[] starts = new int[rows + 1];
    int[] indices = new int[x.length];
    float[] values = new float[x.length];
    int n = 0;
    for (int i = 0; i < x.length; i++) {
      if (x[i] != 0) {
        indices[n] = i % width;
        values[n++] = x[i];
      }
      starts[i / width + 1] = n;
    }
    return new SparseFeatures(
        width, starts, java.util.Arrays.copyOf(indices, n), java.util.Arrays.copyOf(values, n));
  }

  private static void check(ColumnStatistics s, int rows, int width, float[] x) {
    for (int j = 0; j < width; j++) {
      double sum = 0;
      long n = 0;
      for (int row = 0; row < rows; row++) {
        float v = x[row * width + j];
        n += v == v ? 1 : 0;
        sum += v == v ? v : 0;
      }
      double mean = n == 0 ? 0 : sum / n;
      double squares = 0;
      for (int row = 0; row < rows; row++) {
        float v = x[row * width + j];
        squares += v == v ? (v - mean) * (v - mean) : 0;
      }
      assertThat(s.count[j]).isEqualTo(n);
      assertThat(s.mean[j]).isCloseTo(mean, within(1e-12 * (1 + Math.abs(mean))));
      assertThat(s.squares[j]).isCloseTo(squares, within(1e-9 * (1e-3 + squares)));
    }
  }

  @Test
  void denseAndSparseAgreeWithANaiveComputation() {
    Random random = new Random(3);
    for (float centre : new float[] {0, 1e7f}) {
      int rows = 60;
      int width = 5;
      float[] x = new float[rows * width];
      for (int i = 0; i < x.length; i++) {
        int kind = random.nextInt(10);
        x[i] = kind == 0 ? Float.NaN : kind < 4 && centre == 0 ? 0 : centre + random.nextInt(9);
      }
      FloatFeatures dense = new FloatFeatures(rows, width, x);
      check(ColumnStatistics.of(dense), rows, width, x);
      check(ColumnStatistics.of(sparse(rows, width, x)), rows, width, x);
      for (int cut = 0; cut <= rows; cut += 7) {
        int[] first = java.util.stream.IntStream.range(0, cut).toArray();
        int[] rest = java.util.stream.IntStream.range(cut, rows).toArray();
        check(
            ColumnStatistics.of(dense.select(first)).merge(ColumnStatistics.of(dense.select(rest))),
            rows,
            width,
            x);
      }
    }
  }

  private static float[] scaled(String kind, boolean sparse, float... x) {
    Scaler scaler =
        Scaler.fit(kind, ColumnStatistics.of(new FloatFeatures(x.length, 1, x.clone())), sparse, 1);
    FloatFeatures rows = new FloatFeatures(x.length, 1, x.clone());
    float[] out = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      float[] line = {x[i]};
      scaler.apply(line);
      scaler.load(rows, i, new float[1], out, i);
      assertThat(out[i]).isEqualTo(line[0]);
    }
    return out;
  }

  @Test
  void scalers() {
    assertThat(scaled("standard", false, 1, 3)).containsExactly(-1, 1);
    assertThat(scaled("standard", true, 1, 3)).as("few zeros").containsExactly(-1, 1);
    assertThat(scaled("standard", true, 0, 2)).as("as many zeros").containsExactly(0, 2);
    assertThat(scaled("minmax", false, 2, 4, 6)).containsExactly(0, 0.5f, 1);
    assertThat(scaled("minmax", true, -4, 2)).containsExactly(-1, 0.5f);
    assertThat(scaled("4", false, 2, 8)).containsExactly(0.5f, 2);
    assertThat(scaled("none", false, 2, Float.NaN, 4)).containsExactly(2, 3, 4);
    assertThat(scaled("standard", false, 7, 7, Float.NaN)).containsExactly(0, 0, 0);
    assertThat(scaled("minmax", false, 7, 7)).containsExactly(0, 0);
    assertThat(scaled("standard", false, Float.NaN)).containsExactly(0);
    for (String bad : new String[] {"big", "0", "-1", "NaN", ""}) {
      assertThat(Scaler.isKnown(bad)).as(bad).isFalse();
    }
  }
}
