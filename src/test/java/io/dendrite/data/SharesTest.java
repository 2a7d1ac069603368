package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SharesTest {
  /** Against a sort of all rows by ((j + 1/2) / n_p, p), in exact arithmetic. */
  private static void check(long[] rows, int batch) {
    List<long[]> order = new ArrayList<>();
    for (int p = 0; p < rows.length; p++) {
      for (int j = 0; j < rows[p]; j++) {
        order.add(new long[] {2L * j + 1, rows[p], p});
      }
    }
    order.sort(
        (a, b) -> {
          int byKey = Long.compare(a[0] * b[1], b[0] * a[1]);
          return byKey != 0 ? byKey : Long.compare(a[2], b[2]);
        });
    Shares shares = new Shares(rows, batch);
    assertThat(shares.total()).isEqualTo(order.size());
    assertThat(shares.stepsPerEpoch()).isEqualTo((order.size() + batch - 1) / batch);
    int[] counts = new int[rows.length];
    int rank = 0;
    for (long step = 0; step <= shares.stepsPerEpoch(); step++) {
      for (; rank < Math.min(step * batch, order.size()); rank++) {
        counts[(int) order.get(rank)[2]]++;
      }
      assertThat(shares.before(step)).as("step %s of %s", step, rows).isEqualTo(counts);
    }
  }

  @Test
  void randomShards() {
    Random random = new Random(1);
    for (int trial = 0; trial < 300; trial++) {
      long[] rows = new long[1 + random.nextInt(30)];
      int most = 1 + random.nextInt(100);
      for (int p = 0; p < rows.length; p++) {
        rows[p] = random.nextInt(4) == 0 ? random.nextInt(2) : random.nextInt(most);
      }
      check(rows, 1 + random.nextInt(50));
    }
  }

  /** Hundreds of shards of one row beside a large one. */
  @Test
  void unevenShards() {
    long[] rows = new long[301];
    java.util.Arrays.fill(rows, 1);
    rows[150] = 300;
    check(rows, 7);
    check(new long[] {0, 0, 0}, 3);
    check(new long[] {0, 5, 0, 1}, 100);
  }
}
