package io.dendrite.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** Small whole numbers, so that sums are exact in any order. */
class SparseRowsTest {
  private static final int COLUMNS = 5_000;

  /** Outputs of more than two tiles. */
  @Test
  void productsInTilesAreThoseOfTheWholeMatrix() {
    int out = 300;
    float[] w = new float[3 + out * COLUMNS];
    for (int i = 0; i < w.length; i++) {
      w[i] = i % 7 - 3;
    }
    SparseRows x = new SparseRows(COLUMNS);
    int[] rows = new int[COLUMNS];
    for (int j = 0; j < COLUMNS; j++) {
      rows[j] = j % 3 == 0 ? 0 : 2;
    }
    for (int row = 0; row < 3; row++) {
      x.begin(row);
      for (int j = 0; j < COLUMNS; j++) {
        if (rows[j] == row) {
          x.add(j, j % 5 - 2);
        }
      }
    }
    float[] y = new float[3 * out];
    java.util.Arrays.fill(y, 1);
    float[] expectedY = y.clone();
    float[] d = new float[3 * out];
    for (int i = 0; i < d.length; i++) {
      d[i] = i % 11 - 5;
    }
    float[] g = new float[w.length];
    java.util.Arrays.fill(g, 1);
    float[] expectedG = g.clone();
    for (int o = 0; o < out; o++) {
      for (int j = 0; j < COLUMNS; j++) {
        int at = 3 + o * COLUMNS + j;
        expectedY[rows[j] * out + o] += (j % 5 - 2) * w[at];
        expectedG[at] += (j % 5 - 2) * d[rows[j] * out + o];
      }
    }
    x.addProduct(w, 3, y, out);
    x.addTransposedProduct(d, out, g, 3);
    assertThat(y).isEqualTo(expectedY);
    assertThat(g).isEqualTo(expectedG);
  }

  @Test
  void aChunkReplacesTheOneBefore() {
    SparseRows x = new SparseRows(2);
    float[] w = {1, 10};
    for (int chunk = 1; chunk <= 2; chunk++) {
      x.begin(0);
      x.add(chunk - 1, chunk);
      x.begin(1);
      float[] y = new float[2];
      x.addProduct(w, 0, y, 1);
      assertThat(y).containsExactly(chunk == 1 ? 1 : 20, 0);
    }
  }

  @Test
  void whatDoesNotFitIsRefused() {
    SparseRows x = new SparseRows(3);
    assertThatIllegalArgumentException().isThrownBy(() -> x.begin(1));
    x.begin(0);
    assertThatIllegalArgumentException().isThrownBy(() -> x.add(3, 1)).withMessageContaining("3");
    assertThatIllegalArgumentException().isThrownBy(() -> x.add(-1, 1));
    x.add(2, Float.NaN);
    assertThat(x.firstNonFinite()).isEqualTo(2);
  }
}
