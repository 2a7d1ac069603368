package io.dendrite.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.math.Rng;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However shards are cut into ranges, the sum has the bits of the canonical tree. */
class TreeSumTest {
  private static final Net NET =
      new Net(NetSpec.of(List.of("inner-product 2"), "softmax", true), 5, 2);

  private static GradientSum shard(int shard, long step, boolean empty) {
    if (empty) {
      return GradientSum.EMPTY;
    }
    float[] g = new float[NET.parameters()];
    for (int i = 0; i < g.length; i++) {
      // Some of both zeros, which an addition of zeros would change.
      float value = Rng.uniform(Rng.key(step, shard), i) - 0.5f;
      g[i] = i % 5 == 0 ? -0f : (float) Math.scalb(value, i % 20);
    }
    double loss = 1.0 / (1 + shard + step);
    return new GradientSum(g, loss, 1 + shard % 3, 0.1 * (1 + shard % 3), TaskTimes.NONE);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "4, 2", "5, 2", "7, 3", "32, 3", "33, 2", "33, 33", "100, 7"})
  void sumsLikeTheCanonicalTree(int shards, int tasks) {
    int[] ranges = AllReduceEngine.ranges(shards, tasks);
    TaskSetup setup = new TaskSetup(NET, null, false, 1, "java", "");
    PartialSums[] sums = new PartialSums[tasks];
    for (int task = 0; task < tasks; task++) {
      sums[task] = new PartialSums(setup);
    }
    TreeSum tree = new TreeSum(ranges);
    Random random = new Random(shards);
    for (long step = 0; step < 40; step++) {
      CanonicalTree<GradientSum> expected = new CanonicalTree<>(GradientSum::plus);
      for (int task = 0; task < tasks; task++) {
        sums[task].begin();
        for (int shard = ranges[task]; shard < ranges[task + 1]; shard++) {
          // Steps with all shards, with some, and with none.
          boolean empty = random.nextInt(4) < step % 5;
          GradientSum leaf = shard(shard, step, empty);
          if (!empty) {
            System.arraycopy(leaf.gradient(), 0, sums[task].zeros(), 0, NET.parameters());
          }
          sums[task].add(shard, leaf.loss(), leaf.weight(), (int) leaf.rows());
          expected.add(leaf);
        }
      }
      GradientSum sum = expected.sum();
      tree.begin(sums);
      assertThat(tree.loss()).isEqualTo(sum.loss());
      assertThat(tree.weight()).isEqualTo(sum.weight());
      if (sum.gradient() == null) {
        assertThat(tree.gradient()).isNull();
      } else {
        tree.sum(4, NET.parameters());
        tree.sum(0, 4);
        assertThat(tree.gradient()).isEqualTo(sum.gradient());
      }
    }
  }
}
