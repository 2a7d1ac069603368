package io.dendrite.math;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VectorsTest {
  private static final float[] X = {1, 2, 3, 4, 5, 6, 7};

  @Test
  void slicesOnly() {
    float[] y = {10, 10, 10, 10};
    Vectors.add(X, 2, y, 1, 2);
    assertThat(y).containsExactly(10, 13, 14, 10);
    Vectors.add(X, 1, y, 1, 2);
    assertThat(y).containsExactly(10, 15, 17, 10);
    float[] rows = new float[7];
    Vectors.fillRows(X, 5, rows, 0, 3, 2);
    assertThat(rows).containsExactly(6, 7, 6, 7, 6, 7, 0);
    float[] sum = {100, 100, 100, 100};
    Vectors.addColumnSums(X, 0, 3, 2, sum, 1);
    assertThat(sum).containsExactly(100, 109, 112, 100);
    assertThat(Vectors.sumOfSquares(X, 1, 3)).isEqualTo(29);
  }

  @Test
  void everySquareCountsOnce() {
    float[] powers = new float[12];
    for (int i = 0; i < powers.length; i++) {
      powers[i] = 1 << i;
    }
    for (int n = 0; n <= 10; n++) {
      assertThat(Vectors.sumOfSquares(powers, 1, n)).isEqualTo(((1L << 2 * n) - 1) / 3 * 4);
    }
  }

  @Test
  void squaresAreSummedInDouble() {
    assertThat(Vectors.sumOfSquares(new float[] {1e30f, 1, 3e-30f}, 0, 3))
        .isEqualTo((double) 1e30f * 1e30f);
    assertThat(Vectors.sumOfSquares(new float[] {4096.5f}, 0, 1)).isEqualTo(4096.5 * 4096.5);
  }

  @Test
  void findsTheFirstThatIsNotFinite() {
    float[] x = {Float.NaN, 1, 2, Float.NEGATIVE_INFINITY, Float.NaN};
    assertThat(Vectors.firstNonFinite(x, 1, 2)).isEqualTo(-1);
    assertThat(Vectors.firstNonFinite(x, 1, 4)).isEqualTo(2);
    assertThat(Vectors.firstNonFinite(x, 0, 1)).isZero();
  }
}
