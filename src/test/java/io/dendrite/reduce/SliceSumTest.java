package io.dendrite.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.math.Rng;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However shards are cut into ranges, the sum has the bits of the canonical tree. */
class SliceSumTest {
  private static final int PARAMETERS = 11;

  private static final GradientPool POOL =
      new GradientPool() {
        @Override
        public float[] borrowGradient() {
          return new float[PARAMETERS];
        }

        @Override
        public void giveBackGradient(float[] gradient) {}
      };

  private static GradientSum shard(int shard, long step, boolean empty) {
    if (empty) {
      return GradientSum.EMPTY;
    }
    float[] g = new float[PARAMETERS];
    for (int i = 0; i < g.length; i++) {
      // Some of both zeros, which an addition of zeros would change.
      float value = Rng.uniform(Rng.key(step, shard), i) - 0.5f;
      g[i] = i % 5 == 0 ? -0f : (float) Math.scalb(value, i % 20);
    }
    double loss = 1.0 / (1 + shard + step);
    return new GradientSum(g, loss, 1 + shard % 3, 0.1 * (1 + shard % 3), TaskTimes.NONE);
  }

  /** Tasks of executors, as 2-1: two of the first and one of the second. */
  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 2",
    "4, 2",
    "4, 1-1",
    "5, 2",
    "5, 1-1",
    "7, 3",
    "7, 2-1",
    "32, 3",
    "32, 1-1-1",
    "33, 2",
    "33, 33",
    "33, 16-1-16",
    "100, 7",
    "100, 3-3-1"
  })
  void sumsLikeTheCanonicalTree(int shards, String executors) {
    int[] tasks = Arrays.stream(executors.split("-")).mapToInt(Integer::parseInt).toArray();
    Division division = Division.of(shards, 1, tasks);
    PartialSums[] sums = new PartialSums[division.count()];
    for (int task = 0; task < sums.length; task++) {
      sums[task] = new PartialSums(division.shards()[task], division.shards()[task + 1], POOL);
    }
    SliceSum[] joining = new SliceSum[division.executors()];
    SubtreeSums[] parts = new SubtreeSums[division.executors()];
    for (int executor = 0; executor < joining.length; executor++) {
      joining[executor] = new SliceSum(CanonicalTree.within(division.shardsOfTasks(executor)));
      parts[executor] = joining[executor].sums;
      assertThat(parts[executor].count).isEqualTo(division.subtrees(executor));
    }
    SliceSum root = new SliceSum(CanonicalTree.over(division.shardsOfExecutors()));
    Random random = new Random(shards);
    for (long step = 0; step < 40; step++) {
      List<GradientSum> leaves = new ArrayList<>();
      for (int task = 0; task < sums.length; task++) {
        sums[task].begin();
        for (int shard = division.shards()[task]; shard < division.shards()[task + 1]; shard++) {
          // Steps with all shards, with some, and with none.
          boolean empty = random.nextInt(4) < step % 5;
          GradientSum leaf = shard(shard, step, empty);
          if (!empty) {
            System.arraycopy(leaf.gradient(), 0, sums[task].zeros(), 0, PARAMETERS);
          }
          sums[task].add(leaf.loss(), leaf.weight(), (int) leaf.rows());
          leaves.add(leaf);
        }
      }
      for (int executor = 0; executor < joining.length; executor++) {
        joining[executor].begin(
            Arrays.stream(sums, division.tasks()[executor], division.tasks()[executor + 1])
                .map(partial -> partial.sums)
                .toArray(SubtreeSums[]::new));
        joining[executor].sum(0, 3);
        joining[executor].sum(3, PARAMETERS);
      }
      GradientSum sum = CanonicalTree.sum(leaves, GradientSum::plus);
      root.begin(parts);
      assertThat(root.loss()).isEqualTo(sum.loss());
      assertThat(root.weight()).isEqualTo(sum.weight());
      if (sum.gradient() != null) {
        root.sum(4, PARAMETERS);
        root.sum(0, 4);
        assertThat(root.gradient().values()).isEqualTo(sum.gradient());
      }
    }
  }

  /** Slices of others' sums begin elsewhere than at the first element. */
  @Test
  void sumsSlices() {
    SliceSum root = new SliceSum(CanonicalTree.over(0, 1, 2, 3));
    SubtreeSums[] parts = new SubtreeSums[3];
    Arrays.setAll(parts, i -> SubtreeSums.ofSlice(4, 6, 1));
    parts[0].put(0, new GradientSlice(new float[] {1, 2}, 4), 0, 1, 1);
    parts[1].put(0, new GradientSlice(new float[] {9, 9, 9, 9, 10, 20, 9}, 0), 0, 1, 1);
    parts[2].put(0, new GradientSlice(new float[] {100, 200}, 4), 0, 1, 1);
    root.begin(parts);
    root.sum(4, 6);
    assertThat(root.gradient().at()).isEqualTo(4);
    assertThat(root.gradient().values()).containsExactly(111, 222);
    parts[0].rows[0] = 0;
    parts[2].put(0, new GradientSlice(new float[] {100, 200}, 4), 0, 1, 1);
    root.begin(parts);
    root.sum(5, 6);
    assertThat(root.gradient().at()).isZero();
    assertThat(root.gradient().values()).containsExactly(9, 9, 9, 9, 10, 220, 9);
  }

  @Test
  void sumsGroups() {
    for (int n = 1; n <= 40; n++) {
      SliceSum sum = SliceSum.of(groups(n));
      for (int at = PARAMETERS; at > 0; at--) {
        sum.sum(at - 1, at);
      }
      GradientSum expected = CanonicalTree.sum(groups(n), GradientSum::plus);
      assertThat(sum.loss()).isEqualTo(expected.loss());
      assertThat(sum.weight()).isEqualTo(expected.weight());
      assertThat(sum.rows()).isEqualTo((int) expected.rows());
      assertThat(sum.gradient().values()).isEqualTo(expected.gradient());
    }
  }

  private static List<GradientSum> groups(int n) {
    return IntStream.range(0, n).mapToObj(i -> shard(i, 0, i % 7 == 3)).toList();
  }

  @Test
  void groupsWithoutRowsHaveNoGradient() {
    SliceSum sum = SliceSum.of(List.of(GradientSum.EMPTY, GradientSum.EMPTY, GradientSum.EMPTY));
    sum.sum(0, PARAMETERS);
    assertThat(sum.rows()).isZero();
    assertThat(sum.weight()).isZero();
  }
}
