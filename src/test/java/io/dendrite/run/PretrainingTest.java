package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.model.TrainedModel;
import io.dendrite.net.TensorSpec;
import io.dendrite.task.NonFiniteException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers that learn from the rows before the network learns from their labels. */
class PretrainingTest extends TrainingTest {
  private String[] sets;

  @BeforeEach
  void rows() throws IOException {
    sets =
        new String[] {
          "data.train=" + write("rows.csv", csv(300)),
          "data.scale=minmax",
          "network.layers=[\"dropout 0.1\", \"inner-product 6\", sigmoid, \"dropout 0.1\", \"inner-product 4\", sigmoid, \"inner-product 3\"]",
          "pretrain.batch=30",
          "pretrain.epochs=3"
        };
  }

  private TrainedModel model(String... more) throws IOException {
    return TrainedModel.load(train(with(sets, more)).model(), new Configuration());
  }

  private static float[] tensor(TrainedModel model, float[] from, String name) {
    TensorSpec tensor =
        model.net().tensors().stream().filter(t -> t.name().equals(name)).findFirst().orElseThrow();
    return java.util.Arrays.copyOfRange(from, tensor.at(), tensor.at() + tensor.size());
  }

  /** With a learning rate of next to nothing the model is where training started. */
  @ParameterizedTest
  @ValueSource(strings = {"denoising", "rbm"})
  void hiddenLayersLearnAndTheLastDoesNot(String type) throws IOException {
    String[] still = {"train.epochs=1", "train.optimizer.rate=1e-9"};
    TrainedModel model = model(with(still, "pretrain.type=" + type));
    float[] init = model.net().init(1);
    for (String name : List.of("inner-product-1.weight", "inner-product-2.weight")) {
      int moved = 0;
      float[] before = tensor(model, init, name);
      float[] after = tensor(model, model.parameters(), name);
      for (int i = 0; i < before.length; i++) {
        moved += Math.abs(after[i] - before[i]) > 1e-3f ? 1 : 0;
      }
      assertThat(moved).as(name).isGreaterThan(before.length * 9 / 10);
    }
    assertThat(tensor(model, model.parameters(), "inner-product-3.weight"))
        .containsExactly(tensor(model, init, "inner-product-3.weight"), within(1e-6f));
  }

  @ParameterizedTest
  @CsvSource({"denoising, 4", "rbm, 32"})
  void theSameBitsByBothEnginesAndAfterAStop(String type, int partitions) throws IOException {
    String[] all =
        with(sets, "pretrain.type=" + type, "data.partitions=" + partitions, "train.seed=3");
    String straight = train(with(all, "train.engine=allreduce")).weightsSha256();
    String[] tree = with(all, "train.engine=tree", "checkpoint.dir=" + dir.resolve("checkpoints"));
    Heard heard = new Heard();
    heard.stopAt = "pre-trained inner-product-1";
    TrainResult stopped = train(heard, false, tree);
    assertThat(stopped.interrupted()).isTrue();
    assertThat(stopped.steps()).isZero();
    assertThat(stopped.checkpoint()).isNull();
    assertThat(heard.notices).noneMatch(n -> n.startsWith("pre-trained inner-product-2"));
    heard = new Heard();
    heard.stopAfter = 4;
    assertThat(train(heard, true, tree).steps()).isEqualTo(4);
    heard = new Heard();
    assertThat(train(heard, true, tree).weightsSha256()).isEqualTo(straight);
    assertThat(heard.notices).as("done once").noneMatch(n -> n.startsWith("pre-trained"));
  }

  /** The first network has come to its end, the second not to its beginning. */
  @Test
  void anEnsembleThatIsStoppedBetweenTwoNetworksTellsOfTheFirst() throws IOException {
    Heard heard = new Heard();
    heard.stopAfter = 12;
    TrainResult stopped =
        train(
            heard,
            false,
            with(sets, "pretrain.type=denoising", "train.ensemble=2", "data.validation=0"));
    assertThat(heard.notices)
        .contains("pre-training of inner-product-1 given up: it starts again in the next run");
    assertThat(stopped.interrupted()).isTrue();
    assertThat(stopped.model()).isNull();
    assertThat(stopped.steps()).isEqualTo(12);
    assertThat(stopped.trainLoss()).isPositive();
    assertThat(stopped.blas()).isNotNull();
  }

  @Test
  void rowsWithoutLabelsMayBeOthers() throws IOException {
    List<String> unlabelled =
        csv(600).subList(301, 601).stream()
            .map(line -> line.substring(0, line.lastIndexOf(',')))
            .toList();
    List<String> lines = new java.util.ArrayList<>(List.of("a,b,c,d,e"));
    lines.addAll(unlabelled);
    String data = "pretrain.data=" + write("unlabelled.csv", lines);
    Heard heard = new Heard();
    TrainResult other = train(heard, false, with(sets, "pretrain.type=denoising", data));
    assertThat(heard.notices)
        .anyMatch(n -> n.startsWith("pre-trained inner-product-1 on 300 rows"));
    assertThat(other.weightsSha256())
        .isNotEqualTo(train(with(sets, "pretrain.type=denoising")).weightsSha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "network.layers=[\"inner-product 3\"] | nothing to do",
        "network.layers=[\"inner-product 5\", softmax, \"inner-product 3\"] | network.layers[1] (softmax): pretrain expects a chain",
        "network.layers=[{type = inner-product, units = 5, from = input}, tanh, \"inner-product 3\"] | network.layers[0] (inner-product): pretrain expects a chain",
        "network.layers=[\"inner-product 5\", tanh, \"inner-product 3\"] | pretrain.type = rbm expects sigmoid behind inner-product-1",
        "network.layers=[\"rbm 3\"] | network.layers has rbm, which is for the networks of pretrain.type = rbm alone",
        "network.loss=energy | network.loss is energy, which is for the networks of pretrain.type = rbm alone",
        "data.scale=standard | goes from -",
        "pretrain.corruption=0.2 | pretrain.corruption is 0.2, but pretrain.type = rbm does not use it",
        "pretrain.epochs=0 | pretrain.epochs is 0; expected a whole number of at least 1",
        "pretrain.rate=0 | pretrain.rate is 0; expected a number above 0",
        "pretrain.data=nowhere.csv | pretrain.data",
      })
  void whatCannotBePretrainedIsRefused(String set, String sentence) {
    assertThatThrownBy(() -> train(with(sets, "pretrain.type=rbm", set)))
        .hasMessageContaining(sentence);
  }

  @Test
  void hiddenUnitsThatTheSigmoidLossCannotGiveBackAreRefused() {
    String layers =
        "network.layers=[\"inner-product 5\", tanh, \"inner-product 4\", tanh, \"inner-product 3\"]";
    assertThatThrownBy(
            () -> train(with(sets, layers, "pretrain.type=denoising", "pretrain.loss=sigmoid")))
        .hasMessageContaining(
            "pretrain.loss is sigmoid; expected euclidean, since the outputs of inner-product-1");
  }

  @Test
  void divergenceNamesTheLayerAndItsRate() {
    assertThatThrownBy(() -> train(with(sets, "pretrain.type=denoising", "pretrain.rate=1e30")))
        .isInstanceOf(NonFiniteException.class)
        .hasMessageStartingWith("pre-training of inner-product-1, step ")
        .hasMessageEndingWith("; lower pretrain.rate, or set data.scale");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "epochs=4",
        "batch=20",
        "rate=0.02",
        "momentum=0.5",
        "corruption=0.6",
        "loss=sigmoid",
        "type=rbm"
      })
  void everySettingCounts(String setting) throws IOException {
    String[] plain = with(sets, "pretrain.type=denoising", "train.epochs=1");
    assertThat(train(with(plain, "pretrain." + setting)).weightsSha256())
        .isNotEqualTo(train(plain).weightsSha256());
  }

  @Test
  void anotherStartIsRefused() {
    assertThatThrownBy(
            () -> trainer(new Heard(), with(sets, "pretrain.type=rbm")).run(false, "model"))
        .hasMessageContaining("--init and pretrain.type = rbm exclude each other");
  }

  @Test
  void nothingStaysInTheCache() throws IOException {
    int cached = SPARK.sparkContext().getPersistentRDDs().size();
    train(with(sets, "pretrain.type=denoising"));
    assertThat(SPARK.sparkContext().getPersistentRDDs().size()).isEqualTo(cached);
    assertThat(Files.exists(dir.resolve("model"))).isTrue();
  }
}
