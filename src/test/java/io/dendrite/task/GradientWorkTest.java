package io.dendrite.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.input.SparkTest;
import io.dendrite.math.BlasLibrary;
import io.dendrite.math.Rng;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.reduce.GradientSum;
import io.dendrite.shards.ShardedRows;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

/**
 * The gradient of a task is a function of (parameters, rows, seed, step, shard), and of all of
 * these.
 */
class GradientWorkTest extends SparkTest {
  private static final String DROPOUT = "dropout 0.5";

  /**
   * One row in each of the shards: the order of rows cannot tell them apart, only the random stream
   * can.
   */
  private GradientSum gradient(String first, int shard, long step, int chunk, int rows) {
    return gradient(first, shard, shard + 1, step, chunk, rows);
  }

  private GradientSum gradient(String first, int shard, int end, long step, int chunk, int rows) {
    Net net =
        new Net(
            NetSpec.of(List.of("inner-product 20", first, "inner-product 2"), "softmax", true),
            3,
            2);
    float[] x = new float[3 * rows];
    float[] labels = new float[rows];
    for (int i = 0; i < x.length; i++) {
      x[i] = rows == 1 ? 1 + i : Rng.uniform(5, i);
    }
    for (int i = 0; i < rows; i++) {
      labels[i] = i % 2;
    }
    RowBlock block = RowBlock.of(new FloatFeatures(rows, 3, x), labels, 1, null).sorted();
    Scaler scaler = Scaler.fit("none", ColumnStatistics.of(block.features()), false, 3);
    JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
    int[][] counts = IntStream.range(0, 4).mapToObj(s -> new int[] {rows}).toArray(int[][]::new);
    long[][] prints =
        IntStream.range(0, 4)
            .mapToObj(s -> new long[] {block.fingerprint()})
            .toArray(long[][]::new);
    BlasLibrary library = BlasLibrary.open("auto");
    GradientWork work =
        new GradientWork(
            spark.broadcast(new TaskSetup(net, scaler, false, chunk, "auto", library.identity())),
            spark.broadcast(new ShardedRows.Manifest(counts, prints)),
            () -> net.init(1),
            1,
            0,
            step,
            new int[4],
            new int[] {rows, rows, rows, rows},
            false);
    return work.run(shard, end, (s, b) -> block);
  }

  @Test
  void masksDependOnStepAndShardAndNothingElse() {
    float[] one = gradient(DROPOUT, 0, 11, 64, 1).gradient();
    assertThat(gradient(DROPOUT, 0, 11, 64, 1).gradient()).isEqualTo(one);
    assertThat(gradient(DROPOUT, 0, 12, 64, 1).gradient()).as("another step").isNotEqualTo(one);
    assertThat(gradient(DROPOUT, 1, 11, 64, 1).gradient()).as("another shard").isNotEqualTo(one);
    float[] plain = gradient("tanh", 0, 11, 64, 1).gradient();
    assertThat(gradient("tanh", 3, 12, 64, 1).gradient()).as("without randomness").isEqualTo(plain);
  }

  @Test
  void chunksDrawTheMasksOfTheWholeShare() {
    float[] whole = gradient(DROPOUT, 0, 11, 64, 37).gradient();
    float[] chunked = gradient(DROPOUT, 0, 11, 8, 37).gradient();
    assertThat(chunked).containsExactly(whole, within(1e-5f));
  }

  @Test
  void theSumOverAGroupIsTheTreeOfItsShards() {
    GradientSum sum = gradient(DROPOUT, 0, 4, 11, 64, 5);
    GradientSum left = gradient(DROPOUT, 0, 11, 64, 5).plus(gradient(DROPOUT, 1, 11, 64, 5));
    GradientSum right = gradient(DROPOUT, 2, 11, 64, 5).plus(gradient(DROPOUT, 3, 11, 64, 5));
    GradientSum expected = left.plus(right);
    assertThat(sum.rows()).isEqualTo(20);
    assertThat(sum.weight()).isEqualTo(20);
    assertThat(sum.loss()).isEqualTo(expected.loss()).isPositive();
    assertThat(sum.gradient()).isEqualTo(expected.gradient());
  }
}
