package io.dendrite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.SparkTest;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.GradientSum;
import io.dendrite.reduce.SliceSum;
import io.dendrite.reduce.TaskTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a sum depends on the number of shards alone. */
class CanonicalTreeTest extends SparkTest {

  @Test
  void splitsAtTheLargestPowerOfTwoBelowTheLength() {
    for (int n = 1; n <= 70; n++) {
      CanonicalTree<String> tree = new CanonicalTree<>((a, b) -> "(" + a + b + ")");
      IntStream.range(0, n).forEach(i -> tree.add(i + ","));
      assertThat(tree.sum()).isEqualTo(split(0, n));
    }
  }

  private static String split(int from, int to) {
    if (to - from == 1) {
      return from + ",";
    }
    int left = Integer.highestOneBit(to - from - 1);
    return "(" + split(from, from + left) + split(from + left, to) + ")";
  }

  @Test
  void alignedGroupsGiveTheSameTree() {
    for (int n = 1; n <= 40; n++) {
      for (int group = 1; group <= 64; group *= 2) {
        CanonicalTree<String> whole = new CanonicalTree<>((a, b) -> "(" + a + b + ")");
        for (int first = 0; first < n; first += group) {
          CanonicalTree<String> part = new CanonicalTree<>((a, b) -> "(" + a + b + ")");
          IntStream.range(first, Math.min(n, first + group)).forEach(i -> part.add(i + ","));
          whole.add(part.sum());
        }
        assertThat(whole.sum()).isEqualTo(split(0, n));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 32, 100})
  void executorsAndDriverSumTheSameTree(int leaves) {
    CanonicalTree<GradientSum> tree = new CanonicalTree<>(GradientSum::plus);
    IntStream.range(0, leaves).forEach(i -> tree.add(leaf(i)));
    GradientSum expected = tree.sum();
    for (int repeat = 0; repeat < 3; repeat++) {
      SliceSum slices =
          SliceSum.of(TreeReduction.collect(leaves(leaves), GradientSum.class, GradientSum::plus));
      GradientSum found = slices.sum();
      slices.sum(30, 50);
      slices.sum(0, 30);
      assertThat(found.gradient()).isEqualTo(expected.gradient());
      assertThat(found.loss()).isEqualTo(expected.loss());
      assertThat(found.rows()).isEqualTo(expected.rows());
    }
  }

  @Test
  void slicesSumLikeWholeVectors() {
    for (int n = 1; n <= 40; n++) {
      CanonicalTree<GradientSum> tree = new CanonicalTree<>(GradientSum::plus);
      IntStream.range(0, n).forEach(i -> tree.add(leaf(i)));
      SliceSum slices =
          SliceSum.of(IntStream.range(0, n).mapToObj(CanonicalTreeTest::leaf).toList());
      for (int at = 40; at >= 0; at -= 10) {
        slices.sum(at, at + 10);
      }
      GradientSum expected = tree.sum();
      assertThat(slices.sum().gradient()).isEqualTo(expected.gradient());
      assertThat(slices.sum().loss()).isEqualTo(expected.loss());
    }
  }

  @Test
  void noGradientsHaveNoSum() {
    List<GradientSum> none = List.of(GradientSum.EMPTY, GradientSum.EMPTY, GradientSum.EMPTY);
    assertThat(SliceSum.of(none).sum().gradient()).isNull();
  }

  @Test
  void subtreesLeaveFewSumsToTheDriver() {
    assertThat(TreeReduction.subtrees(leaves(100), 100, GradientSum::plus).getNumPartitions())
        .isEqualTo(13);
  }

  /**
   * What this class is for: Spark's own tree gives other bits from run to run, and the tests above
   * would see it.
   */
  @Test
  void sparksTreeAggregateIsNotRepeatable() {
    List<List<Float>> seen = new ArrayList<>();
    for (int repeat = 0; repeat < 40 && seen.size() < 2; repeat++) {
      GradientSum sum =
          leaves(32)
              .treeAggregate(
                  GradientSum.EMPTY, (a, b) -> copy(a).plus(b), (a, b) -> copy(a).plus(b), 2);
      List<Float> bits = new ArrayList<>();
      for (float value : sum.gradient()) {
        bits.add(value);
      }
      if (!seen.contains(bits)) {
        seen.add(bits);
      }
    }
    assertThat(seen).hasSizeGreaterThan(1);
  }

  private static GradientSum copy(GradientSum sum) {
    float[] gradient = sum.gradient() == null ? null : sum.gradient().clone();
    return new GradientSum(gradient, sum.loss(), sum.rows(), sum.weight(), sum.times());
  }

  private static JavaRDD<GradientSum> leaves(int count) {
    return new JavaSparkContext(SPARK.sparkContext())
        .parallelize(IntStream.range(0, count).boxed().toList(), count)
        .map(CanonicalTreeTest::leaf);
  }

  /** Values of many magnitudes, so that the order of additions shows in the bits. */
  private static GradientSum leaf(int i) {
    if (i % 7 == 3) {
      return GradientSum.EMPTY;
    }
    float[] gradient = new float[50];
    java.util.SplittableRandom random = new java.util.SplittableRandom(i);
    for (int j = 0; j < gradient.length; j++) {
      gradient[j] = (float) (random.nextDouble() * StrictMath.pow(10, random.nextInt(8)));
    }
    return new GradientSum(gradient, 0.1 * i, i, i, TaskTimes.NONE);
  }
}
