package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.allreduce.AllReduceEngine;
import io.dendrite.allreduce.TwoEngines;
import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.engine.TrainState;
import io.dendrite.engine.TreeEngine;
import io.dendrite.input.TrainingRows;
import io.dendrite.memory.EngineNeed;
import io.dendrite.memory.MemoryGiven;
import io.dendrite.memory.MemoryNeed;
import io.dendrite.net.Net;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.LoadedRun;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MemoryNeedTest extends TrainingTest {
  private static final long GIB = 1 << 30;

  private static MemoryGiven given(boolean local, long driver, long executor, long results) {
    return new MemoryGiven(local, driver, executor, 0, 1, results, 0);
  }

  /** 10 x 100 + 100 + 100 x 2 + 2 parameters, with momentum, on 300 rows in 4 shards. */
  private static MemoryNeed need(boolean local, int gradients, String... sets) {
    List<String> all =
        new java.util.ArrayList<>(
            List.of(
                "data.train=x",
                "network.layers=[\"inner-product 100\", relu, \"inner-product 2\"]",
                "train.batch=60"));
    all.addAll(List.of(sets));
    TrainConfig config = Configs.of(all);
    Net net = new Net(config.network(), 10, 2);
    return need(local, config, net, new EngineNeed(0, gradients, 2, 0, 3, false, 1));
  }

  private static MemoryNeed need(boolean local, TrainConfig config, Net net, EngineNeed engine) {
    int copies = config.run().patience() > 0 ? 1 : 0;
    return MemoryNeed.of(
        given(local, GIB, GIB, 7), config.run(), net, false, 300, 4, engine, copies);
  }

  @Test
  void allNetworksOfAnEnsembleFitIntoOneArray() {
    MemoryNeed.requireOneArray(100_000_000, 5, given(false, GIB, GIB, 7));
    assertThatThrownBy(() -> MemoryNeed.requireOneArray(100_000_000, 6, given(false, GIB, GIB, 7)))
        .hasMessageContaining(
            "train.ensemble is 6, but at most 5 networks of 100000000 parameters");
    MemoryNeed.requireOneArray(100_000_000, 6, given(true, GIB, GIB, 7));
    assertThatThrownBy(() -> MemoryNeed.requireOneArray(100_000_000, 22, given(true, GIB, GIB, 7)))
        .hasMessageContaining("at most 21 networks");
  }

  /** Sums are twice as long, buffers three times, and the search keeps steps and changes. */
  @Test
  void quasiNewtonMethodsNeedDoublePrecision() {
    TrainConfig config =
        Configs.of(
            List.of(
                "data.train=x",
                "network.layers=[\"inner-product 100\", relu, \"inner-product 2\"]",
                "train.optimizer.type=lbfgs",
                "train.batch=all"));
    Net net = new Net(config.network(), 10, 2);
    EngineNeed tree = new EngineNeed(0, 4, 2, 0, 3, false, 1);
    MemoryNeed single = need(false, config, net, tree);
    MemoryNeed twice = need(false, config, net, EngineNeed.quasiNewton(tree, 10));
    assertThat(single.driverVectors()).isEqualTo(1 + 4);
    assertThat(twice.driverVectors()).isEqualTo(1 + 2 * (8 + 2 * 10) + 2 * 4);
    assertThat(single.resultBytes()).isEqualTo(4 * single.vector());
    assertThat(twice.resultBytes()).isEqualTo(8 * single.vector());
    long sums = 3 * single.vector();
    assertThat(twice.taskBytes() - 2 * sums - 2 * single.vector())
        .isEqualTo(3 * (single.taskBytes() - sums - single.vector()));
  }

  /** Bytes of the row of ten features that a task has on its way into the net. */
  private static final long LINE = 4 * 10;

  @Test
  void everyVectorAndEveryBufferCounts() {
    MemoryNeed local = need(true, 3);
    assertThat(local.vector()).isEqualTo(4 * 1302);
    assertThat(local.driverVectors()).isEqualTo(1 + 1 + 3);
    // 15 rows at a time: at least two buffers of 100, at most five.
    assertThat(local.taskBytes()).isBetween(2L * 4 * 15 * 200, 2L * 4 * 15 * 500);
    assertThat(local.driverBytes()).isEqualTo(5 * 4 * 1302 + local.taskBytes());
    assertThat(need(true, 3, "train.stop.patience=2").driverVectors()).isEqualTo(6);
    assertThat(need(true, 3, "train.optimizer.momentum=0").driverVectors()).isEqualTo(4);
    assertThat(need(true, 3, "train.chunk=5").taskBytes() - 2 * LINE)
        .isEqualTo((local.taskBytes() - 2 * LINE) / 3);
    MemoryNeed cluster = need(false, 3);
    assertThat(cluster.driverVectors()).isEqualTo(5);
    assertThat(cluster.driverBytes()).isEqualTo(5 * 4 * 1302);
    assertThat(cluster.taskBytes()).isEqualTo(4 * 4 * 1302 + local.taskBytes());
    assertThat(cluster.results()).isEqualTo(3);
    assertThat(cluster.resultBytes()).isEqualTo(3 * 4 * 1302);
  }

  /**
   * A step of one row has one gradient, whatever the number of shards; no batch exceeds the data.
   */
  @Test
  void whatAStepDoesNotUseDoesNotCount() {
    MemoryNeed one = need(true, 4, "train.batch=1");
    assertThat(one.driverVectors()).isEqualTo(3);
    assertThat(one.taskBytes() - LINE).isEqualTo((need(true, 4).taskBytes() - 2 * LINE) / 30);
    assertThat(need(true, 4, "train.batch=1000000").taskBytes())
        .isEqualTo(need(true, 4, "train.batch=300").taskBytes());
  }

  @Test
  void eachLimitHasItsSentence() {
    new MemoryNeed(given(true, 6 * GIB, 0, 1), GIB, 5, 3, GIB).check();
    new MemoryNeed(given(false, 5 * GIB, 2 * GIB, 3 * GIB), GIB, 5, 3, 2 * GIB).check();
    new MemoryNeed(given(false, 5 * GIB, 2 * GIB, 0), GIB, 5, 3, 2 * GIB).check();
    refused(
        new MemoryNeed(given(true, 6 * GIB - 1, 0, 1), GIB, 5, 3, GIB),
        "the driver's heap is 6.0 GiB, but the run needs at least 6.0 GiB: 5 vectors of 1.0 GiB"
            + " (parameters, optimiser, gradients) and 1.0 GiB for tasks; raise --driver-memory");
    refused(
        new MemoryNeed(given(false, 4 * GIB, 2 * GIB, 0), GIB, 5, 3, 2 * GIB),
        "the driver's heap is 4.0 GiB, but the run needs at least 5.0 GiB: 5 vectors of 1.0 GiB");
    refused(
        new MemoryNeed(given(false, 5 * GIB, GIB, 0), GIB, 5, 3, 2 * GIB),
        "an executor's heap is 1.0 GiB, but the run needs at least 2.0 GiB");
    refused(
        new MemoryNeed(given(false, 5 * GIB, 2 * GIB, GIB), GIB, 5, 3, 2 * GIB),
        "spark.driver.maxResultSize is 1.0 GiB, but the run needs at least 3.0 GiB");
    refused(
        new MemoryNeed(given(false, 9 * GIB, 9 * GIB, 0), 2 * GIB, 3, 1, GIB),
        "on a cluster the parameters are sent as one array of at most 2.0 GiB, but the network has"
            + " 2.0 GiB of parameters");
    MemoryGiven narrow = new MemoryGiven(false, GIB, GIB, 20 << 20, 13, 0, 0);
    refused(
        new MemoryNeed(narrow, 1, 1, 1, 1),
        "spark.executor.memoryOverhead is 20.0 MiB, but the run needs at least 26.0 MiB: the"
            + " matrix products of 13 tasks; raise --conf spark.executor.memoryOverhead, or choose"
            + " fewer --executor-cores");
  }

  @Test
  void limitsComeFromSparksSettings() {
    SparkConf conf = new SparkConf(false).set("spark.master", "spark://a:7077");
    MemoryGiven usual = MemoryGiven.of(conf, false, 5 * GIB, 3);
    assertThat(usual.executorOverhead()).isZero();
    assertThat(usual.results()).isEqualTo(GIB);
    assertThat(usual.directResult()).isEqualTo(1 << 20);
    conf.set("spark.master", "yarn");
    conf.set("spark.task.maxDirectResultSize", "1g").set("spark.rpc.message.maxSize", "200");
    MemoryGiven yarn = MemoryGiven.of(conf, false, 5 * GIB, 3);
    assertThat(yarn.executorOverhead()).isEqualTo(512 << 20);
    assertThat(yarn.tasksPerExecutor()).isEqualTo(3);
    assertThat(yarn.directResult()).isEqualTo(200 << 20);
    conf.set("spark.executor.memoryOverhead", "700").set("spark.driver.maxResultSize", "0");
    assertThat(MemoryGiven.of(conf, false, 5 * GIB, 1).executorOverhead()).isEqualTo(700 << 20);
    assertThat(MemoryGiven.of(conf, false, 5 * GIB, 1).results()).isZero();
    conf.remove("spark.executor.memoryOverhead");
    conf.set("spark.executor.memoryOverheadFactor", "0.5");
    assertThat(MemoryGiven.of(conf, false, 4 * GIB, 1).executorOverhead()).isEqualTo(2 * GIB);
  }

  /** What the pool of a real run holds after some steps, by both engines. */
  @ParameterizedTest
  @CsvSource({"1", "4", "5", "64"})
  void asManyGradientsAsAreReallyHeld(int shards) throws IOException {
    TrainConfig config =
        Configs.of(
            List.of(
                "data.train=" + write("rows.csv", csv(500)),
                "data.label=label",
                "data.validation=0",
                "network.layers=[\"inner-product 3\"]",
                "train.batch=200",
                "train.chunk=16"));
    JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
    TrainConfig.Run run = config.run();
    try (LoadedRun loaded =
        LoadedRun.open(
            TrainingData.source(TrainingRows.named(SPARK)), config, shards, new Heard())) {
      TrainingData data = loaded.data();
      for (boolean many : new boolean[] {false, true}) {
        Broadcast<TaskSetup> sent = loaded.setup(data.scaler());
        TreeEngine tree = TreeEngine.of(spark, data, sent, run, 2);
        TrainState state = TrainState.starting(data.net().init(1), run);
        EngineNeed need;
        try (AllReduceEngine engine =
            new AllReduceEngine(spark, data, sent, run, tree, () -> 2, new Heard())) {
          if (many) {
            need = EngineNeed.allReduceInMemory(shards, 2);
            engine.advance(state, 12, new TwoEngines.Reported());
          } else {
            int group = data.train().shardsPerGroup(2);
            need = EngineNeed.treeInMemory(shards, group, 2);
            for (int i = 0; i < 12; i++) {
              tree.step(state);
            }
          }
        }
        // Two tasks do not always meet in their largest need.
        assertThat(sent.value().pooledGradients())
            .as("%s shards, many steps a job: %s", shards, many)
            .isBetween(many ? need.gradients() : need.gradients() / 2, need.gradients());
      }
    }
  }

  private static void refused(MemoryNeed need, String sentence) {
    assertThatThrownBy(need::check)
        .isInstanceOf(DataException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aNetworkBeyondTheHeapIsRefusedBeforeItIsMade() throws IOException {
    String data = "data.train=" + write("rows.csv", csv(30));
    String layers = "network.layers=[\"inner-product 200000000\", relu, \"inner-product 3\"]";
    assertThatThrownBy(() -> train(data, layers))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("vectors of 6.7 GiB");
  }
}
