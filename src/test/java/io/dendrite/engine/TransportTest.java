package io.dendrite.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.input.Notices;
import io.dendrite.input.SparkTest;
import io.dendrite.input.TrainingRows;
import io.dendrite.net.Net;
import io.dendrite.reduce.FloatVector;
import io.dendrite.reduce.GradientSum;
import io.dendrite.reduce.TaskTimes;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.LoadedRun;
import io.dendrite.task.TaskSetup;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** However vectors travel, and however shards are grouped, the bits are the same. */
class TransportTest extends SparkTest {
  private final JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());

  @ParameterizedTest
  @CsvSource({"4, 1, 4", "33, 1, 8", "33, 2, 16", "70, 1, 32"})
  void memoryAndSparkGiveTheSameBits(int shards, int oneGroup, int otherGroup) throws Exception {
    String file = write("rows.csv", csv(500)).toString();
    TrainConfig config =
        Configs.of(
            List.of(
                "data.train=" + file,
                "data.label=label",
                "data.validation=0",
                "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]",
                "train.batch=90",
                "train.chunk=16",
                "train.optimizer.clipNorm=0.5"));
    int lying = Exchange.size();
    List<float[]> results = new ArrayList<>();
    try (LoadedRun loaded =
        LoadedRun.open(
            TrainingData.source(TrainingRows.named(SPARK)), config, shards, new Notices() {})) {
      TrainingData data = loaded.data();
      Broadcast<TaskSetup> setup = loaded.setup(data.scaler());
      results.add(steps(config, data, setup, new MemoryTransport(setup, oneGroup)));
      results.add(steps(config, data, setup, new MemoryTransport(setup, otherGroup)));
      results.add(steps(config, data, setup, new SparkTransport(spark, oneGroup)));
      results.add(steps(config, data, setup, new SparkTransport(spark, otherGroup)));
      setup.destroy();
      assertThat(results.get(0)).as("it has learned").isNotEqualTo(data.net().init(1));
    }
    for (float[] result : results) {
      assertThat(result).isEqualTo(results.get(0));
    }
    assertThat(Exchange.size()).as("nothing is left lying").isEqualTo(lying);
  }

  @Test
  void vectorsKeepEveryBitInJavasSerialisation() throws Exception {
    float[] odd = {1, -0f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 0.1f};
    GradientSum sum = new GradientSum(odd, 2.5, 3, 4.5, new TaskTimes(1, 2, 3, 4));
    GradientSum back = copied(sum);
    assertThat(copied(new FloatVector(odd)).values()).isEqualTo(odd);
    assertThat(back.gradient()).isEqualTo(odd);
    assertThat(back.with(odd)).isEqualTo(sum);
    assertThat(copied(GradientSum.EMPTY)).isEqualTo(GradientSum.EMPTY);
  }

  @SuppressWarnings("unchecked")
  private static <T> T copied(T value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(value);
    ByteArrayInputStream in = new ByteArrayInputStream(bytes.toByteArray());
    return (T) new ObjectInputStream(in).readObject();
  }

  private float[] steps(
      TrainConfig config, TrainingData data, Broadcast<TaskSetup> setup, Transport transport) {
    Net net = data.net();
    TrainState state = new TrainState(net.init(1), new float[1][net.parameters()], 0);
    TrainConfig.Run run = config.run();
    try (TreeEngine engine =
        new TreeEngine(
            spark, data.train(), setup, run, TreeEngine.optimizer(run, net, 1), transport, 2)) {
      for (int i = 0; i < 7; i++) {
        Step step = engine.step(state);
        StepTimes t = step.times();
        double prepared = step.seconds() - t.broadcast() - t.update();
        double inJob = t.load() + t.forward() + t.backward() + t.aggregate() + t.scheduling();
        assertThat(inJob).as("the parts are the whole").isCloseTo(prepared, within(1e-6));
        assertThat(t.forward()).isPositive();
        assertThat(t.backward()).isPositive();
      }
    }
    return state.parameters;
  }
}
