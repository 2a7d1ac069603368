package io.dendrite.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The order of a sum depends on the number of shards alone. */
class CanonicalTreeTest {
  private static final CanonicalTree.Plus<String> PLUS = (a, b) -> "(" + a + b + ")";

  private static String split(int from, int to) {
    if (to - from == 1) {
      return from + ",";
    }
    int left = Integer.highestOneBit(to - from - 1);
    return "(" + split(from, from + left) + split(from + left, to) + ")";
  }

  @Test
  void splitsAtTheLargestPowerOfTwoBelowTheLength() {
    for (int n = 1; n <= 70; n++) {
      assertThat(CanonicalTree.sum(n, i -> i + ",", PLUS)).isEqualTo(split(0, n));
    }
  }

  @Test
  void alignedGroupsGiveTheSameTree() {
    for (int n = 1; n <= 40; n++) {
      for (int group = 1; group <= 64; group *= 2) {
        List<String> groups = new ArrayList<>();
        for (int first = 0; first < n; first += group) {
          int shard = first;
          groups.add(CanonicalTree.sum(Math.min(n - first, group), i -> shard + i + ",", PLUS));
        }
        assertThat(CanonicalTree.sum(groups, PLUS)).isEqualTo(split(0, n));
      }
    }
  }

  /** The sums that a plan leaves of its leaves. */
  private static List<String> apply(CanonicalTree tree, List<String> leaves) {
    assertThat(leaves).hasSize(tree.leaves());
    String[] sums = new String[tree.most()];
    for (int leaf = 0; leaf < leaves.size(); leaf++) {
      sums[tree.place(leaf)] = leaves.get(leaf);
      tree.join(leaf, (left, right) -> sums[left] = PLUS.apply(sums[left], sums[right]));
    }
    return List.of(sums).subList(0, tree.sums());
  }

  private static List<String> shards(int first, int end) {
    List<String> leaves = IntStream.range(first, end).mapToObj(i -> i + ",").toList();
    List<String> sums = apply(CanonicalTree.ofShards(first, end), leaves);
    assertThat(sums).hasSize(CanonicalTree.subtrees(first, end));
    return sums;
  }

  @Test
  void anyRangesGiveTheSameTree() {
    for (int n = 3; n <= 34; n++) {
      for (int a = 1; a < n - 1; a++) {
        for (int b = a + 1; b < n; b++) {
          List<String> two = new ArrayList<>(shards(0, a));
          two.addAll(shards(a, b));
          List<String> all = new ArrayList<>(apply(CanonicalTree.within(0, a, b), two));
          assertThat(all).hasSize(CanonicalTree.subtrees(0, b));
          all.addAll(shards(b, n));
          assertThat(apply(CanonicalTree.over(0, b, n), all)).containsExactly(split(0, n));
        }
      }
    }
  }

  @Test
  void rangesAreSummedToTheFewestSubtrees() {
    assertThat(shards(3, 14))
        .containsExactly("3,", "((4,5,)(6,7,))", "((8,9,)(10,11,))", "(12,13,)");
    assertThat(CanonicalTree.ofShards(3, 14).most()).isEqualTo(5);
    assertThat(CanonicalTree.ofShards(0, 1 << 10).most()).isEqualTo(11);
  }
}
