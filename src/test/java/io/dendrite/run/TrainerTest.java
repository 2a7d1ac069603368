package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.engine.Step;
import io.dendrite.model.RunJson;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run as a whole, on small data. */
class TrainerTest extends TrainingTest {
  private String data;

  @BeforeEach
  void rows() throws IOException {
    data = "data.train=" + write("rows.csv", csv(300));
  }

  @Test
  void learnsAndSavesAModelThatScoresTheSame() throws IOException {
    Path test = write("test.csv", csv(90));
    Heard heard = new Heard();
    TrainResult result = train(heard, false, data, "data.test=" + test, "train.epochs=6");
    assertThat(result.test().get("accuracy")).isGreaterThan(0.95);
    assertThat(result.trainLoss()).isLessThan(0.3);
    assertThat(heard.steps.stream().mapToLong(Step::rows).sum())
        .isEqualTo(6 * (300 - result.validation().rows()));
    TrainedModel model = TrainedModel.load(result.model(), new Configuration());
    assertThat(RunJson.sha256(model.parameters())).isEqualTo(result.weightsSha256());
    ModelScoring scoring =
        new ModelScoring(
            SPARK,
            model,
            io.dendrite.config.Configs.of(List.of(data, "network.layers=[\"inner-product 3\"]"))
                .data(),
            "auto",
            heard);
    Metrics again = scoring.evaluate(test.toString());
    assertThat(again.confusion().counts()).isDeepEqualTo(result.test().confusion().counts());
    assertThat(again.loss()).isCloseTo(result.test().loss(), within(1e-9));
  }

  @Test
  void everyBatchIsExactAndEveryRowSeenOnce() throws IOException {
    Heard heard = new Heard();
    train(
        heard,
        false,
        data,
        "data.validation=0",
        "data.partitions=7",
        "train.batch=64",
        "train.epochs=2");
    assertThat(heard.steps.stream().map(Step::rows).toList())
        .containsExactly(64L, 64L, 64L, 64L, 44L, 64L, 64L, 64L, 64L, 44L);
    assertThat(heard.steps.stream().map(Step::endsEpoch).toList())
        .containsExactly(false, false, false, false, true, false, false, false, false, true);
  }

  @Test
  void dropoutOfInputsWorks() throws IOException {
    TrainResult result =
        train(
            data,
            "train.epochs=6",
            "network.layers=[\"dropout 0.1\", \"inner-product 16\", relu, \"inner-product 3\"]");
    assertThat(result.validation().get("accuracy")).isGreaterThan(0.9);
  }

  /**
   * Equal rows and a rate of nothing: only the masks of dropout can make one step differ from
   * another.
   */
  @Test
  void everyStepDrawsItsOwnMasks() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,label"));
    lines.addAll(java.util.Collections.nCopies(8, "1,2,3"));
    Heard heard = new Heard();
    train(
        heard,
        false,
        "data.train=" + write("equal.csv", lines),
        "data.validation=0",
        "data.scale=none",
        "network.task=regression",
        "network.loss=euclidean",
        "network.layers=[\"inner-product 30\", tanh, \"dropout 0.5\", \"inner-product 1\"]",
        "train.batch=8",
        "train.epochs=5",
        "train.optimizer.rate=1e-30");
    assertThat(heard.steps.stream().map(Step::loss).distinct().count()).isEqualTo(5);
  }

  @Test
  void moreShardsThanRowsIsNoProblem() throws IOException {
    Path few = write("few.csv", csv(6));
    TrainResult result =
        train(
            "data.train=" + few,
            "data.validation=0",
            "data.partitions=20",
            "train.batch=4",
            "data.scale=none");
    assertThat(result.steps()).isEqualTo(4);
    assertThat(result.trainLoss()).isFinite();
  }

  @Test
  void oneRowIsEnough() throws IOException {
    TrainResult result =
        train(
            "data.train=" + write("one.csv", List.of("x,y", "0.5,2")),
            "data.label=y",
            "data.validation=0",
            "network.task=regression",
            "network.loss=euclidean",
            "network.layers=[\"inner-product 1\"]",
            "train.optimizer.rate=0.2",
            "train.epochs=100");
    assertThat(result.steps()).isEqualTo(100);
    assertThat(result.trainLoss()).isLessThan(1e-6);
  }

  @Test
  void instanceWeightsCountLikeRepeatedRows() throws IOException {
    List<String> weighted = new ArrayList<>();
    List<String> repeated = new ArrayList<>();
    List<String> rows = csv(60);
    weighted.add(rows.get(0) + ",w");
    repeated.add(rows.get(0));
    for (int i = 1; i < rows.size(); i++) {
      weighted.add(rows.get(i) + "," + (i % 3 == 0 ? 3 : i % 5 == 0 ? 0 : 1));
      for (int copy = 0; copy < (i % 3 == 0 ? 3 : i % 5 == 0 ? 0 : 1); copy++) {
        repeated.add(rows.get(i));
      }
    }
    String[] common = {
      "data.validation=0",
      "data.scale=none",
      "train.batch=1000",
      "train.epochs=1",
      "network.layers=[\"inner-product 4\", tanh, \"inner-product 3\"]"
    };
    TrainResult a = train(with(common, "data.train=" + write("w.csv", weighted), "data.weight=w"));
    TrainResult b = train(with(common, "data.train=" + write("r.csv", repeated)));
    assertThat(a.trainLoss()).isCloseTo(b.trainLoss(), within(1e-6));
    TrainResult c = train(with(common, "data.train=" + write("n.csv", rows)));
    assertThat(c.trainLoss()).isNotCloseTo(b.trainLoss(), within(1e-6));
  }

  @Test
  void stopsEarlyAndKeepsTheBestWeights() throws IOException {
    String[] sets = {
      data,
      "train.epochs=40",
      "train.stop.patience=3",
      "train.optimizer.rate=0.5",
      "data.validation=0.4",
      "network.layers=[\"inner-product 64\", relu, \"inner-product 3\"]"
    };
    Heard heard = new Heard();
    TrainResult result = train(heard, false, sets);
    int epochs = heard.validations.size();
    assertThat(epochs).isLessThan(40);
    double best = heard.validations.stream().mapToDouble(Metrics::loss).min().orElseThrow();
    assertThat(heard.validations.get(epochs - 4).loss()).isEqualTo(best);
    assertThat(result.validation().loss()).isEqualTo(best);

    String checkpoints = "checkpoint.dir=" + dir.resolve("checkpoints");
    Heard half = new Heard();
    half.stopAfter = (int) (heard.steps.size() - 2 * heard.steps.size() / epochs + 1);
    train(half, false, with(sets, checkpoints));
    TrainResult whole = train(new Heard(), true, with(sets, checkpoints));
    assertThat(whole.weightsSha256()).isEqualTo(result.weightsSha256());
    assertThat(whole.steps()).isEqualTo(result.steps());
  }

  @Test
  void settingsThatContradictEachOtherAreRefusedBeforeAnythingIsRead() {
    contradiction(
        "train.stop.patience is 2; expected 0", "train.stop.patience=2", "data.validation=0");
    contradiction(
        "train.stop.metric is 'rmse'; expected one of loss, accuracy", "train.stop.metric=rmse");
    contradiction(
        "checkpoint.dir is 'm/c'; expected a directory apart from model.dir = 'm'",
        "checkpoint.dir=m/c",
        "model.dir=m");
    contradiction("model.dir is 'a:b'; expected a directory", "checkpoint.dir=c", "model.dir=a:b");
    contradiction("expected a directory apart from", "checkpoint.dir=c", "model.dir=/");
    for (String same : List.of("x/../m", "./m/", "m//.", "file:" + Path.of("m").toAbsolutePath())) {
      contradiction("expected a directory apart from", "checkpoint.dir=" + same, "model.dir=m");
    }
    contradiction("train.optimizer.rate is 1.0E39", "train.optimizer.rate=1e39");
    contradiction("train.optimizer.weightDecay is 2;", "train.optimizer.weightDecay=2");
    contradiction("unknown layer type 'rellu'", "network.layers=[rellu]");
    contradiction("network.layers[0] is empty", "network.layers=[null]");
    contradiction("train.seed is 1.5", "train.seed=1.5");
    contradiction("train.batch is 'abc'; expected", "train.batch=abc");
    assertThatThrownBy(
            () -> trainer(new Heard(), data, "checkpoint.dir=" + dir.resolve("c")).run(true, "m"))
        .hasMessageContaining("--resume and --init exclude each other");
  }

  private void contradiction(String sentence, String... sets) {
    assertThatThrownBy(() -> Trainer.check(config(with(new String[] {data}, sets))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void aModelScoresRowsOfAnotherStorageAlike() throws IOException {
    List<String> libsvm = new ArrayList<>();
    for (String line : csv(300).subList(1, 301)) {
      String[] fields = line.split(",");
      StringBuilder row = new StringBuilder(fields[5]);
      for (int j = 0; j < 5; j++) {
        row.append(' ').append(j + 1).append(':').append(fields[j]);
      }
      libsvm.add(row.toString());
    }
    Path sparse = write("rows.libsvm", libsvm);
    TrainedModel model = TrainedModel.load(train(data).model(), new Configuration());
    TrainConfig.Data how =
        io.dendrite.config.Configs.of(
                List.of(data, "data.label=label", "network.layers=[\"inner-product 3\"]"))
            .data();
    Metrics dense =
        new ModelScoring(SPARK, model, how, "auto", new Heard())
            .evaluate(dir.resolve("rows.csv").toString());
    Metrics other =
        new ModelScoring(SPARK, model, how, "auto", new Heard()).evaluate(sparse.toString());
    assertThat(other.confusion().counts()).isDeepEqualTo(dense.confusion().counts());

    TrainResult trained =
        train("data.train=" + sparse, "data.label=", "model.dir=" + dir.resolve("sparse"));
    TrainedModel fromSparse = TrainedModel.load(trained.model(), new Configuration());
    Metrics onCsv =
        new ModelScoring(SPARK, fromSparse, how, "auto", new Heard())
            .evaluate(dir.resolve("rows.csv").toString());
    assertThat(onCsv.rows()).isEqualTo(300);
    assertThat(onCsv.get("accuracy")).isGreaterThan(0.8);
  }

  @Test
  void aNumberThatIsNotFiniteStopsTheRunAndNamesThePlace() throws IOException {
    Path checkpoints = dir.resolve("checkpoints");
    Heard heard = new Heard();
    assertThatThrownBy(
            () ->
                train(
                    heard,
                    false,
                    data,
                    "train.optimizer.rate=1e30",
                    "network.layers=[\"inner-product 4\", relu, {type = inner-product, units = 3, name = last}]",
                    "checkpoint.dir=" + checkpoints,
                    "checkpoint.every=1 steps"))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageMatching(
            "step \\d+: a number that is not finite appears in partition \\d+, the .* of (layer )?\\S+; lower .*");
    assertThat(heard.saved).isNotEmpty();
    io.dendrite.checkpoint.CheckpointStore store =
        new io.dendrite.checkpoint.CheckpointStore(checkpoints.toString(), new Configuration());
    for (io.dendrite.checkpoint.Tensor tensor :
        store.latest(s -> {}).orElseThrow().contents().tensors()) {
      assertThat(
              io.dendrite.math.Vectors.firstNonFinite(
                  tensor.data(), tensor.offset(), (int) tensor.size()))
          .isEqualTo(-1);
    }
  }

  @Test
  void regressionWithSeveralOutputs() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,sum,difference,y"));
    java.util.SplittableRandom random = new java.util.SplittableRandom(1);
    for (int i = 0; i < 300; i++) {
      float x = (float) random.nextDouble();
      float y = (float) random.nextDouble();
      lines.add(x + "," + (x + y) + "," + (x - y) + "," + y);
    }
    TrainResult result =
        train(
            "data.train=" + write("xy.csv", lines),
            "data.label=[sum, difference]",
            "network.task=regression",
            "network.loss=euclidean",
            "network.layers=[\"inner-product 2\"]",
            "train.epochs=20",
            "train.optimizer.rate=0.05");
    assertThat(result.validation().get("rmse")).isLessThan(0.02);
    assertThat(result.validation().get("r2")).isGreaterThan(0.99);
  }

  @Test
  void javaCodeIsSaidAndCanBeRefused() throws IOException {
    Heard heard = new Heard();
    assertThat(train(heard, false, data, "train.epochs=1", "blas.library=java").blas())
        .contains("java");
    assertThat(heard.notices).anyMatch(notice -> notice.startsWith("no native BLAS"));
    assertThatThrownBy(() -> train(data, "blas.library=java", "blas.require=native"))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("blas.require = native, but host");
  }

  @Test
  void aModelDirectoryThatIsNotOursIsLeftAlone() throws IOException {
    Path foreign = Files.createDirectories(dir.resolve("foreign"));
    Files.writeString(foreign.resolve("thesis.txt"), "years of work");
    Heard heard = new Heard();
    assertThatThrownBy(() -> train(heard, false, data, "model.dir=" + foreign))
        .isInstanceOf(IOException.class);
    assertThat(heard.steps).isEmpty();
    assertThat(foreign.resolve("thesis.txt")).hasContent("years of work");
  }
}
