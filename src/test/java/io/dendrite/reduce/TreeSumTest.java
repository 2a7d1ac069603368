package io.dendrite.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.math.Rng;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However shards are cut into ranges, the sum has the bits of the canonical tree. */
class TreeSumTest {
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
      sums[task] = new PartialSums(POOL);
    }
    TreeSum[] joining = new TreeSum[division.executors()];
    SubtreeSums[] parts = new SubtreeSums[division.executors()];
    for (int executor = 0; executor < joining.length; executor++) {
      joining[executor] = TreeSum.joining(division.shardsOfTasks(executor));
      parts[executor] = new SubtreeSums(0, division.subtrees(executor));
    }
    TreeSum root = TreeSum.root(division.shardsOfExecutors());
    Random random = new Random(shards);
    for (long step = 0; step < 40; step++) {
      CanonicalTree<GradientSum> expected = new CanonicalTree<>(GradientSum::plus);
      for (int task = 0; task < sums.length; task++) {
        sums[task].begin();
        for (int shard = division.shards()[task]; shard < division.shards()[task + 1]; shard++) {
          // Steps with all shards, with some, and with none.
          boolean empty = random.nextInt(4) < step % 5;
          GradientSum leaf = shard(shard, step, empty);
          if (!empty) {
            System.arraycopy(leaf.gradient(), 0, sums[task].zeros(), 0, PARAMETERS);
          }
          sums[task].add(shard, leaf.loss(), leaf.weight(), (int) leaf.rows());
          expected.add(leaf);
        }
      }
      for (int executor = 0; executor < joining.length; executor++) {
        joining[executor].begin(
            Arrays.stream(sums, division.tasks()[executor], division.tasks()[executor + 1])
                .map(partial -> partial.sums)
                .toArray(SubtreeSums[]::new));
        joining[executor].write(parts[executor]);
        joining[executor].sum(0, 3);
        joining[executor].sum(3, PARAMETERS);
      }
      GradientSum sum = expected.sum();
      root.begin(parts);
      assertThat(root.loss()).isEqualTo(sum.loss());
      assertThat(root.weight()).isEqualTo(sum.weight());
      if (sum.gradient() != null) {
        root.sum(4, PARAMETERS);
        root.sum(0, 4);
        assertThat(root.gradient()).isEqualTo(sum.gradient());
      }
    }
  }

  /** Slices of others' sums begin elsewhere than at the first element. */
  @Test
  void sumsSlices() {
    Division division = Division.of(3, 1, 1, 1, 1);
    TreeSum root = TreeSum.root(division.shardsOfExecutors());
    SubtreeSums[] parts = new SubtreeSums[3];
    for (int executor = 0; executor < 3; executor++) {
      parts[executor] = executor == 1 ? new SubtreeSums(0, 1) : SubtreeSums.ofSlice(4, 6, 1);
      parts[executor].rows[0] = 1;
    }
    parts[0].vectors[0] = new float[] {1, 2};
    parts[1].vectors[0] = new float[] {9, 9, 9, 9, 10, 20, 9};
    parts[2].vectors[0] = new float[] {100, 200};
    root.begin(parts);
    root.sum(4, 6);
    assertThat(root.at()).isEqualTo(4);
    assertThat(root.gradient()).containsExactly(111, 222);
    parts[0].rows[0] = 0;
    parts[2].vectors[0] = new float[] {100, 200};
    root.begin(parts);
    root.sum(5, 6);
    assertThat(root.at()).isZero();
    assertThat(root.gradient()).containsExactly(9, 9, 9, 9, 10, 220, 9);
  }
}
