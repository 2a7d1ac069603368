package io.dendrite.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.input.SparkTest;
import java.io.IOException;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

class ScalingModelTest extends SparkTest {
  private static final ScalingModel MODEL =
      new ScalingModel(
          1_000_000,
          64,
          2,
          new ScalingModel.Passes(new int[] {1, 8, 32}, new double[] {0.01, 0.05, 0.4}),
          0.001,
          new ScalingModel.Network(0.0003, 0.00001, 1e9, ""),
          new ScalingModel.Jobs(0.01, 0.002, 1e8));

  @Test
  void passesBetweenMeasuredSizes() {
    assertThat(MODEL.passes().of(64)).isCloseTo(0.8, within(1e-12));
    assertThat(MODEL.passes().of(32)).isEqualTo(0.4);
    assertThat(MODEL.passes().of(20)).isCloseTo(0.225, within(1e-12));
    assertThat(MODEL.passes().of(8)).isEqualTo(0.05);
    assertThat(MODEL.passes().of(1)).isEqualTo(0.01);
    assertThat(MODEL.passes().of(0.5)).isEqualTo(0.01);
  }

  @Test
  void passesInProportionToThoseOfSteps() {
    ScalingModel.Passes passes = MODEL.passes().taking(0.2, 32);
    assertThat(passes.of(32)).isCloseTo(0.2, within(1e-12));
    assertThat(passes.of(8)).isCloseTo(0.025, within(1e-12));
    assertThat(passes.of(64)).isCloseTo(0.4, within(1e-12));
  }

  @Test
  void anAllReduceStepByHand() {
    assertThat(MODEL.allReduce(1)).isCloseTo(0.4 + 0.001, within(1e-12));
    assertThat(MODEL.allReduce(4))
        .isCloseTo(0.05 + 0.001 + 0.0003 + 0.00006 + 0.006, within(1e-12));
    assertThat(MODEL.allReduce(4, 2)).isCloseTo((0.05 + 0.00736) * 4, within(1e-12));
    // No more tasks than rows.
    assertThat(MODEL.allReduce(64))
        .isCloseTo(0.01 + 0.001 + 0.0003 + 62 * 0.00003 + 0.008 * 63 / 64, within(1e-12));
  }

  @Test
  void aTreeStepByHand() {
    assertThat(MODEL.tree(1)).isCloseTo(0.4 + 0.001 + 0.01 + 0.004 + 0.16, within(1e-12));
    assertThat(MODEL.tree(4, 4))
        .isCloseTo((0.05 + 0.016 + 0.04 * (2 + 8)) * 2 + 0.001 + 0.01, within(1e-12));
    // Of 32 gradients, 4 are summed by each of 8 tasks.
    assertThat(MODEL.tree(16))
        .isCloseTo(0.01 + 0.04 / 7 + 0.001 + 0.01 + 0.064 + 0.04 * (2 + 8 + 4), within(1e-12));
  }

  @Test
  void growthStopsWhereItBringsLittle() {
    assertThat(ScalingModel.stops(n -> 1.0 / n)).isEqualTo(1024);
    assertThat(ScalingModel.stops(n -> 1.0)).isEqualTo(1);
    assertThat(ScalingModel.stops(n -> n < 5 ? 1.0 / n : 0.24)).isEqualTo(4);
  }

  @Test
  void probesSeeWhatThereIs() throws IOException {
    JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
    ScalingModel.Network network = new NetworkProbe(spark, null, 2, 60_000_000_000L).measure();
    assertThat(network.exchange()).isBetween(1e-5, 1.0);
    assertThat(network.message()).isBetween(1e-7, 0.1);
    assertThat(network.bytesPerSecond()).isBetween(1e6, 1e12);
    assertThat(network.between()).contains("one JVM");
    ScalingModel.Jobs jobs = new JobProbe(spark, 2, 10_000).measure();
    assertThat(jobs.job()).isBetween(0.0, 10.0);
    assertThat(jobs.task()).isBetween(1e-6, 1.0);
    assertThat(jobs.bytesPerSecond()).isBetween(1e5, 1e12);
  }
}
