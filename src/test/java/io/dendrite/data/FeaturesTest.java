package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** One row is one row in whichever storage. */
class FeaturesTest {
  private static final int ROWS = 60;
  private static final int WIDTH = 7;

  /** Byte-valued rows, few distinct values, so that equal rows and shared prefixes occur. */
  private static float[] values(long seed) {
    Random random = new Random(seed);
    float[] values = new float[ROWS * WIDTH];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(3) == 0 ? 127 * random.nextInt(3) : 0;
    }
    return values;
  }

  private static FloatFeatures dense(float[] values) {
    return new FloatFeatures(values.length / WIDTH, WIDTH, values);
  }

  /** Stores zeros of the first column explicitly: they must not count. */
  private static SparseFeatures sparse(float[] values) {
    int rows = values.length / WIDTH;
    int[] starts = new int[rows + 1];
    int[] indices = new int[values.length];
    float[] kept = new float[values.length];
    int at = 0;
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0 || i % WIDTH == 0) {
        indices[at] = i % WIDTH;
        kept[at++] = values[i];
      }
      starts[i / WIDTH + 1] = at;
    }
    return new SparseFeatures(WIDTH, starts, Arrays.copyOf(indices, at), Arrays.copyOf(kept, at));
  }

  private static float[] row(Features features, int row) {
    float[] out = new float[features.width() + 2];
    Arrays.fill(out, -7);
    features.scatter(row, out, 1);
    assertThat(out[0]).isEqualTo(-7);
    assertThat(out[out.length - 1]).isEqualTo(-7);
    return Arrays.copyOfRange(out, 1, out.length - 1);
  }

  private static int reference(float[] a, float[] b) {
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      float x = i < a.length ? a[i] : 0;
      float y = i < b.length ? b[i] : 0;
      int order = Float.compare(x == 0 ? 0 : x, y == 0 ? 0 : y);
      if (order != 0) {
        return Integer.signum(order);
      }
    }
    return 0;
  }

  private static void agree(List<? extends Features> storages) {
    for (Features x : storages) {
      for (Features y : storages) {
        for (int a = 0; a < x.rows(); a++) {
          for (int b = 0; b < y.rows(); b++) {
            int wanted = reference(row(x, a), row(y, b));
            assertThat(Integer.signum(x.compareRows(a, y, b))).isEqualTo(wanted);
            assertThat(x.equalRows(a, y, b)).isEqualTo(wanted == 0);
            assertThat(x.hash(a) == y.hash(b)).isEqualTo(wanted == 0);
          }
        }
      }
    }
  }

  @Test
  void hashEqualityAndOrderAgreeAcrossStorages() {
    float[] values = values(1);
    FloatFeatures dense = dense(values);
    ByteFeatures bytes = dense.toBytes();
    agree(List.of(dense, bytes, sparse(values)));
    assertThat(bytes.equalRows(3, dense, 3)).isTrue();
  }

  @Test
  void storagesOfOtherWidthsCompareAsIfZeroFilled() {
    float[] values = values(2);
    FloatFeatures wide = new FloatFeatures(ROWS * WIDTH / 10, 10, values);
    agree(List.of(dense(values), dense(values).toBytes(), sparse(values), wide, wide.toBytes()));
  }

  @Test
  void entriesBeyondTheOtherRowsWidthCount() {
    SparseFeatures tail =
        new SparseFeatures(9, new int[] {0, 1, 2, 3}, new int[] {8, 8, 8}, new float[] {5, -5, 0});
    FloatFeatures zeros = new FloatFeatures(1, 2, new float[2]);
    SparseFeatures none = new SparseFeatures(2, new int[] {0, 0}, new int[0], new float[0]);
    agree(List.of(tail, zeros, zeros.toBytes(), none));
  }

  @Test
  void negativeZeroIsZeroAndAllNaNsAreOne() {
    float odd = Float.intBitsToFloat(0x7fc12345);
    float[] a = {0f, Float.NaN, 1, -1, 0, 0, 0, -0f, odd, 1, -1, -0f, 0, 0, 0, 0, 1, 2, -3, 0, -0f};
    float[] plain = a.clone();
    FloatFeatures dense = dense(a);
    assertThat(dense.hash(0)).isEqualTo(dense.hash(1));
    assertThat(dense.compareRows(0, dense, 1)).isZero();
    agree(List.of(dense, sparse(plain)));
  }

  @Test
  void theHashIsTheSumOfMixedEntries() {
    FloatFeatures one = new FloatFeatures(1, 3, new float[] {0, 2, 5});
    assertThat(one.hash(0)).isEqualTo(RowHash.entry(1, 2f) + RowHash.entry(2, 5f));
    assertThat(RowHash.entry(1, 2f)).isEqualTo(RowHash.mix(0x1_4000_0000L));
    // SplitMix64's first output for seed 0, a published value.
    assertThat(RowHash.mix(0)).isEqualTo(0xe220a8397b1dcdafL);
    FloatFeatures moved = new FloatFeatures(1, 3, new float[] {2, 0, 5});
    assertThat(moved.hash(0)).isNotEqualTo(one.hash(0));
  }

  @Test
  void selectCopiesTheChosenRows() {
    float[] values = values(3);
    int[] chosen = {5, 0, 5, 59};
    for (Features from : List.of(dense(values), dense(values).toBytes(), sparse(values))) {
      Features some = from.select(chosen);
      assertThat(some.rows()).isEqualTo(4);
      assertThat(some.getClass()).isEqualTo(from.getClass());
      for (int i = 0; i < chosen.length; i++) {
        assertThat(row(some, i)).isEqualTo(row(from, chosen[i]));
      }
    }
  }

  @Test
  void concatKeepsOrderAndWidenAddsZeros() {
    float[] values = values(4);
    for (Features from : List.of(dense(values), dense(values).toBytes(), sparse(values))) {
      Features twice = Features.concat(List.of(from.select(new int[] {7, 8}), from));
      assertThat(twice.rows()).isEqualTo(ROWS + 2);
      assertThat(row(twice, 1)).isEqualTo(row(from, 8));
      assertThat(row(twice, 2 + 33)).isEqualTo(row(from, 33));
    }
    SparseFeatures sparse = sparse(values);
    Features wide = sparse.widen(9);
    assertThat(row(wide, 6)).isEqualTo(Arrays.copyOf(row(sparse, 6), 9));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Features.concat(List.of(wide, sparse)))
        .withMessageContaining("width 9")
        .withMessageContaining("width 7");
    assertThatIllegalArgumentException().isThrownBy(() -> sparse.widen(6));
    assertThatIllegalArgumentException().isThrownBy(() -> dense(values).widen(8));
    assertThatIllegalArgumentException().isThrownBy(() -> Features.concat(List.of()));
  }

  @Test
  void bytesHoldExactlyTheIntegersTo255() {
    assertThat(new FloatFeatures(1, 4, new float[] {0, 255, -0f, 128}).allBytes()).isTrue();
    for (float bad : new float[] {-1, 256, 0.5f, Float.NaN, Float.POSITIVE_INFINITY, 1e10f}) {
      FloatFeatures features = new FloatFeatures(1, 2, new float[] {1, bad});
      assertThat(features.allBytes()).as("%s", bad).isFalse();
      assertThatIllegalArgumentException().isThrownBy(features::toBytes);
      assertThat(new SparseFeatures(1, new int[] {0, 1}, new int[1], new float[] {bad}).allBytes())
          .isFalse();
    }
    float[] values = values(5);
    ByteFeatures packed = sparse(values).toBytes();
    assertThat(row(packed, 9)).isEqualTo(row(dense(values), 9));
    assertThat(packed.bytes()).isEqualTo(ROWS * WIDTH);
  }

  @Test
  void wrongArraysAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new ByteFeatures(2, 3, new byte[5]));
    assertThatIllegalArgumentException().isThrownBy(() -> new FloatFeatures(2, 3, new float[7]));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FloatFeatures(1 << 20, 1 << 20, new float[0]));
    int[][] starts = {{1, 2}, {0, 1}, {0, 3}, {0, 3, 2}, {0, 2, 2}, {0, 2}};
    int[][] indices = {{0, 1}, {0, 1}, {0, 1}, {0, 1}, {1, 1}, {0, 4}};
    for (int i = 0; i < starts.length; i++) {
      int[] s = starts[i];
      int[] x = indices[i];
      assertThatIllegalArgumentException()
          .as("case %d", i)
          .isThrownBy(() -> new SparseFeatures(4, s, x, new float[2]));
    }
  }

  @Test
  void serialisable() throws Exception {
    float[] values = values(6);
    for (Features from : List.of(dense(values), dense(values).toBytes(), sparse(values))) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      new ObjectOutputStream(out).writeObject(from);
      ByteArrayInputStream in = new ByteArrayInputStream(out.toByteArray());
      Features back = (Features) new ObjectInputStream(in).readObject();
      assertThat(row(back, 11)).isEqualTo(row(from, 11));
      assertThat(back.rows()).isEqualTo(ROWS);
    }
  }
}
