package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.allreduce.TwoEngines;
import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.engine.Engine;
import io.dendrite.engine.Step;
import io.dendrite.engine.TrainState;
import io.dendrite.model.TrainedModel;
import io.dendrite.shards.TrainingData;
import io.dendrite.task.LoadedRun;
import io.dendrite.task.NonFiniteException;
import io.dendrite.task.TaskSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs by L-BFGS and OWL-QN. */
class QuasiNewtonEngineTest extends TrainingTest {
  private static final String LINEAR = "network.layers=[\"inner-product 3\"]";
  private final JavaSparkContext spark = new JavaSparkContext(SPARK.sparkContext());
  private String[] lbfgs;

  @BeforeEach
  void rows() throws IOException {
    String data = "data.train=" + write("rows.csv", csv(300));
    lbfgs = new String[] {data, "train.batch=all", "train.optimizer.type=lbfgs"};
  }

  @Test
  void convergesWhereTheGradientIsZeroAndSaysSo() throws IOException {
    Heard heard = new Heard();
    String[] sets =
        with(
            lbfgs,
            LINEAR,
            "train.optimizer.weightDecay=0.01",
            "train.epochs=200",
            "data.validation=0");
    TrainResult result = train(heard, false, sets);
    assertThat(result.steps()).isBetween(5L, 100L);
    assertThat(heard.notices)
        .anyMatch(n -> n.startsWith("converged after " + result.steps() + " iterations"));
    Step last = heard.steps.get(heard.steps.size() - 1);
    assertThat(last.gradientNorm()).isLessThan(1e-6);
    TrainResult slow =
        train(
            lbfgs[0],
            LINEAR,
            "data.validation=0",
            "train.batch=all",
            "train.optimizer.weightDecay=0.01",
            "train.optimizer.rate=0.5",
            "train.epochs=600");
    assertThat(slow.trainLoss()).isCloseTo(result.trainLoss(), within(1e-4));
    assertThat(result.trainLoss()).isLessThan(0.4);
  }

  /** One task takes one shard or all: the sums, and so the bits, are the same. */
  @ParameterizedTest
  @ValueSource(ints = {4, 32})
  void theBitsDoNotDependOnTheTasks(int shards) throws IOException {
    String[] sets =
        with(
            lbfgs,
            "data.label=label",
            "data.partitions=" + shards,
            "network.layers=[\"inner-product 16\", tanh, \"dropout 0.2\", \"inner-product 3\"]",
            "train.chunk=7",
            "model.dir=" + dir.resolve("model"));
    TrainConfig config = Configs.of(List.of(sets));
    try (LoadedRun loaded = LoadedRun.open(SPARK, config, new Heard())) {
      TrainingData data = loaded.data();
      float[] one = afterThreeSteps(loaded, 1);
      assertThat(data.train().groups(1)).isNotEqualTo(data.train().groups(shards));
      assertThat(afterThreeSteps(loaded, shards)).isEqualTo(one);
      assertThat(one).isNotEqualTo(data.net().init(1));
    }
  }

  private float[] afterThreeSteps(LoadedRun loaded, int slots) {
    TrainConfig config = loaded.config();
    TrainingData data = loaded.data();
    Broadcast<TaskSetup> setup = loaded.setup(data.scaler());
    TrainState state = TrainState.starting(data.net().init(1), config.run());
    try (Engine engine = Engines.of(spark, data, setup, config, slots, new Heard())) {
      for (int i = 0; i < 3; i++) {
        engine.advance(state, 3, new TwoEngines.Reported());
      }
    }
    setup.destroy();
    assertThat(state.step).isEqualTo(3);
    return state.parameters;
  }

  @Test
  void rowsInAnotherOrderGiveTheSameBits() throws IOException {
    String straight = train(with(lbfgs, "train.epochs=6")).weightsSha256();
    List<String> lines = new ArrayList<>(Files.readAllLines(dir.resolve("rows.csv")));
    Collections.reverse(lines.subList(1, lines.size()));
    write("rows.csv", lines);
    assertThat(train(with(lbfgs, "train.epochs=6")).weightsSha256()).isEqualTo(straight);
  }

  @Test
  void sparseRowsGiveWhatDenseOnesGive() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      lines.add(i % 3 + " " + (1 + i % 5) + ":" + (i % 7 - 3) + " " + (6 + i % 3) + ":1");
    }
    String[] sets =
        with(
            lbfgs,
            "data.train=" + write("rows.libsvm", lines),
            "data.label=[]",
            LINEAR,
            "train.optimizer.weightDecay=0.01",
            "train.epochs=20");
    TrainResult sparse = train(with(sets, "data.sparseBelow=1"));
    TrainResult dense = train(with(sets, "data.sparseBelow=0"));
    assertThat(sparse.trainLoss()).isCloseTo(dense.trainLoss(), within(1e-9));
  }

  @Test
  void orthantWiseWeightsAreZeroWhereTheyCostMoreThanTheyBring() throws IOException {
    String[] sets =
        with(lbfgs, LINEAR, "train.optimizer.type=owlqn", "train.epochs=100", "model.dir=" + dir);
    assertThat(zeros(with(sets, "train.optimizer.l1=0.05", "model.dir=" + dir.resolve("sparse"))))
        .isGreaterThan(5);
    // Soon: of rows that can be separated the loss falls to nothing, and then any cost counts.
    String[] dense = {"train.optimizer.l1=1e-9", "train.epochs=5", "model.dir=" + dir.resolve("d")};
    assertThat(zeros(with(sets, dense))).isZero();
  }

  private int zeros(String[] sets) throws IOException {
    TrainedModel model = TrainedModel.load(train(sets).model(), new Configuration());
    int zeros = 0;
    for (float w : model.parameters()) {
      zeros += w == 0 ? 1 : 0;
    }
    return zeros;
  }

  @Test
  void statisticsMoveAndFrozenLayersStay() throws IOException {
    String[] sets =
        with(
            lbfgs,
            "train.chunk=400",
            "train.epochs=5",
            "network.layers=[{type = inner-product, units = 6, rateFactor = 0}, batch-norm, tanh, \"inner-product 3\"]");
    TrainedModel model = TrainedModel.load(train(sets).model(), new Configuration());
    float[] start = model.net().init(1);
    model
        .net()
        .tensors()
        .forEach(
            tensor -> {
              float[] before = slice(start, tensor.at(), tensor.size());
              float[] after = slice(model.parameters(), tensor.at(), tensor.size());
              if (tensor.name().startsWith("inner-product-1")) {
                assertThat(after).as(tensor.name()).isEqualTo(before);
              } else {
                assertThat(after).as(tensor.name()).isNotEqualTo(before);
              }
            });
  }

  private static float[] slice(float[] vector, int at, int size) {
    return java.util.Arrays.copyOfRange(vector, at, at + size);
  }

  @Test
  void aNumberThatIsNotFiniteIsTracedToItsPlace() {
    String[] sets =
        with(
            lbfgs,
            "network.layers=[\"inner-product 4\", {type = power, scale = 1e38, power = 9}, \"inner-product 3\"]");
    assertThatThrownBy(() -> train(sets))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageMatching("step 1: .* appears in partition \\d+, .*power-1.*");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train.engine=allreduce | train.engine is allreduce, but L-BFGS and OWL-QN use line searches",
        "train.batch=20 | train.batch is 20; expected all",
        "train.average.type=polyak | train.average.type is polyak; expected none",
        "train.schedule.type=cosine | train.schedule.type is cosine",
        "train.schedule.warmup=1 | train.schedule.type is fixed with warmup 1.0",
        "train.optimizer.rate=0.2 | train.optimizer.rate is 0.2, but train.optimizer.type = lbfgs does not use it",
        "train.optimizer.l1=0.1 | train.optimizer.l1 is 0.1, but train.optimizer.type = lbfgs does not use it",
        "train.optimizer.maxNorm=2 | train.optimizer.maxNorm is 2, but",
        "network.layers=[{type = inner-product, units = 3, rateFactor = 2}] | network.layers[0] (inner-product): rateFactor is 2.0",
      })
  void whatALineSearchCannotDoIsRefused(String set, String sentence) {
    assertThatThrownBy(() -> train(with(lbfgs, set))).hasMessageContaining(sentence);
  }
}
