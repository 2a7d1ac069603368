package io.dendrite.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.input.SparkTest;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.GradientSum;
import io.dendrite.reduce.TaskTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Executors and driver together sum the canonical tree. */
class TreeReductionTest extends SparkTest {

  @ParameterizedTest
  @ValueSource(ints = {4, 9, 32, 100})
  void executorsAndDriverSumTheSameTree(int leaves) {
    GradientSum expected = CanonicalTree.sum(leaves, TreeReductionTest::leaf, GradientSum::plus);
    for (int repeat = 0; repeat < 3; repeat++) {
      GradientSum found =
          CanonicalTree.sum(
              TreeReduction.collect(leaves(leaves), GradientSum.class, GradientSum::plus),
              GradientSum::plus);
      assertThat(found.gradient()).isEqualTo(expected.gradient());
      assertThat(found.loss()).isEqualTo(expected.loss());
      assertThat(found.rows()).isEqualTo(expected.rows());
    }
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
        .map(TreeReductionTest::leaf);
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
