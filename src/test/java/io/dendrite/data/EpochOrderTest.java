package io.dendrite.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EpochOrderTest {
  @Test
  void permutationsAreBijections() {
    for (int n = 1; n <= 200; n++) {
      for (long key = 0; key < 5; key++) {
        boolean[] seen = new boolean[n];
        Permutation p = new Permutation(n, key);
        for (int i = 0; i < n; i++) {
          assertThat(seen[p.apply(i)]).isFalse();
          seen[p.apply(i)] = true;
        }
      }
    }
    for (int n : new int[] {65_536, 65_537, 1 << 30, Integer.MAX_VALUE}) {
      Permutation p = new Permutation(n, 3);
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < 20_000; i++) {
        int to = p.apply(i);
        assertThat(to).isBetween(0, n - 1);
        assertThat(seen.add(to)).isTrue();
      }
      assertThat(p.apply(n - 1)).isBetween(0, n - 1);
    }
  }

  /** How often i goes to j over 6,000 keys: within six standard deviations of a fair share. */
  @Test
  void permutationsAreRoughlyUniform() {
    int keys = 6000;
    for (int n : new int[] {2, 3, 5, 10, 33}) {
      int[][] counts = new int[n][n];
      for (int key = 0; key < keys; key++) {
        Permutation p = new Permutation(n, io.dendrite.math.Rng.key(1, key));
        for (int i = 0; i < n; i++) {
          counts[i][p.apply(i)]++;
        }
      }
      double fair = keys / (double) n;
      double deviation = Math.sqrt(fair * (1 - 1.0 / n));
      for (int[] row : counts) {
        for (int count : row) {
          assertThat(Math.abs(count - fair)).as("n = %s", n).isLessThan(6 * deviation + 1);
        }
      }
    }
  }

  @Test
  void everyRowOnceAnEpoch() {
    Random random = new Random(2);
    for (int trial = 0; trial < 200; trial++) {
      int[] blockRows = random.ints(random.nextInt(14), 0, 20).toArray();
      EpochOrder order = new EpochOrder(1, trial, 3, blockRows);
      int rows = Arrays.stream(blockRows).sum();
      assertThat(order.rows()).isEqualTo(rows);
      Set<Long> seen = new HashSet<>();
      for (int j = 0; j < rows; j++) {
        long at = order.locate(j);
        assertThat((int) at).isBetween(0, blockRows[(int) (at >>> 32)] - 1);
        assertThat(seen.add(at)).isTrue();
      }
      for (int from = 0; from <= rows; from += 7) {
        int to = Math.min(rows, from + random.nextInt(10));
        int[] blocks = order.blocks(from, to);
        assertThat(blocks).isSorted().doesNotHaveDuplicates();
        Set<Integer> windows = new HashSet<>();
        for (int j = from; j < to; j++) {
          int block = (int) (order.locate(j) >>> 32);
          assertThat(Arrays.binarySearch(blocks, block)).isNotNegative();
          windows.add(block);
        }
        int least = windows.size();
        assertThat(blocks.length)
            .isLessThanOrEqualTo(to <= from ? 0 : EpochOrder.WINDOW * (2 + (to - from)));
        assertThat(blocks.length).isGreaterThanOrEqualTo(least);
      }
    }
  }

  @Test
  void aPureFunctionOfSeedEpochAndShard() {
    int[] blocks = {40, 40, 40, 40, 40, 40};
    long[] base = places(new EpochOrder(1, 2, 3, blocks));
    assertThat(places(new EpochOrder(1, 2, 3, blocks))).isEqualTo(base);
    assertThat(places(new EpochOrder(2, 2, 3, blocks))).isNotEqualTo(base);
    assertThat(places(new EpochOrder(1, 3, 3, blocks))).isNotEqualTo(base);
    assertThat(places(new EpochOrder(1, 2, 4, blocks))).isNotEqualTo(base);
  }

  private static long[] places(EpochOrder order) {
    long[] places = new long[order.rows()];
    Arrays.setAll(places, order::locate);
    return places;
  }
}
