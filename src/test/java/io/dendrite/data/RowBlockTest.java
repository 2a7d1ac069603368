package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowBlockTest {
  private static RowBlock block(long seed, int rows, int kinds) {
    Random random = new Random(seed);
    float[] x = new float[rows * 3];
    float[] t = new float[rows * 2];
    float[] w = new float[rows];
    for (int i = 0; i < rows; i++) {
      int kind = random.nextInt(kinds);
      for (int j = 0; j < 3; j++) {
        x[3 * i + j] = kind * (j + 1);
      }
      t[2 * i] = kind % 3;
      t[2 * i + 1] = kind;
      w[i] = 1 + kind % 2;
    }
    return RowBlock.of(new FloatFeatures(rows, 3, x), t, 2, w);
  }

  private static String text(RowBlock b) {
    StringBuilder all = new StringBuilder();
    float[] x = new float[3];
    for (int i = 0; i < b.rows(); i++) {
      b.features().scatter(i, x, 0);
      all.append(b.key(i)).append(Arrays.toString(x)).append(b.target(i, 0));
      all.append(' ').append(b.target(i, 1)).append(' ').append(b.weight(i)).append('\n');
    }
    return all.toString();
  }

  @Test
  void sortedIsCanonical() {
    RowBlock rows = block(1, 200, 60);
    String wanted = text(rows.sorted());
    List<Integer> order = new java.util.ArrayList<>(IntStream.range(0, 200).boxed().toList());
    for (int trial = 0; trial < 20; trial++) {
      Collections.shuffle(order, new Random(trial));
      int[] shuffled = order.stream().mapToInt(Integer::intValue).toArray();
      int cut = trial * 10;
      RowBlock again =
          RowBlock.concat(
              List.of(
                  rows.select(Arrays.copyOfRange(shuffled, cut, 200)),
                  rows.select(Arrays.copyOfRange(shuffled, 0, cut))));
      assertThat(text(again.sorted())).isEqualTo(wanted);
      assertThat(again.fingerprint()).isEqualTo(rows.fingerprint());
    }
  }

  @Test
  void repeatsGetKeysOfTheirOwn() {
    RowBlock rows = block(2, 300, 20).sorted();
    RowBlock spread = rows.spreadRepeats();
    Set<Long> keys = new HashSet<>();
    Set<Long> before = new HashSet<>();
    for (int i = 0; i < rows.rows(); i++) {
      assertThat(keys.add(spread.key(i))).isTrue();
      assertThat(spread.key(i) == rows.key(i)).isEqualTo(before.add(rows.key(i)));
    }
    assertThat(spread.whereKeyDiffers(rows, false).rows()).isEqualTo(before.size());
    assertThat(spread.whereKeyDiffers(rows, true).rows()).isEqualTo(300 - before.size());
  }

  @Test
  void theFingerprintSeesEveryChange() {
    float[] x = {1, 2, 3, 4};
    float[] t = {0, 1};
    float[] w = {1, 2};
    Set<Long> seen = new HashSet<>();
    for (int change = -1; change < 8; change++) {
      float[][] all = {x.clone(), t.clone(), w.clone()};
      if (change >= 0) {
        all[change < 4 ? 0 : change < 6 ? 1 : 2][change < 4 ? change : change % 2] += 0.5f;
      }
      seen.add(RowBlock.of(new FloatFeatures(2, 2, all[0]), all[1], 1, all[2]).fingerprint());
    }
    assertThat(seen).hasSize(9);
  }

  @Test
  void denseRowsHaveNoNegativeZero() {
    RawBlock.Builder out =
        RawBlock.builder(new RawBlock.Schema(1, false, RawBlock.Target.NONE, 0, 0, false));
    out.begin();
    out.value(0, -0f);
    out.commit();
    float[] x = new float[1];
    out.build().features().scatter(0, x, 0);
    assertThat(Float.floatToRawIntBits(x[0])).isZero();
  }
}
