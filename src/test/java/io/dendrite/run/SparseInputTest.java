package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** Sparse data through a first layer that takes them as they are. */
class SparseInputTest extends TrainingTest {

  /** Rows of two classes in LIBSVM form; rows of a class share some of their features. */
  private Path libsvm(String name, int rows, int width, int entries) throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      StringBuilder line = new StringBuilder().append(i % 2);
      int step = width / entries;
      for (int e = 0; e < entries; e++) {
        int at = e % 4 == 0 ? i % 2 : random.nextInt(step);
        line.append(' ').append(e * step + at + 1).append(':').append(1 + random.nextInt(3));
      }
      lines.add(line.toString());
    }
    return write(name, lines);
  }

  private TrainedModel model(Path data, String threshold, String... more) throws IOException {
    String[] sets = {
      "data.train=" + data,
      "data.sparseBelow=" + threshold,
      "network.layers=[\"inner-product 8\", tanh, \"inner-product 2\"]"
    };
    return TrainedModel.load(train(with(sets, more)).model(), new Configuration());
  }

  @Test
  void sparseRowsTrainTheNetworkOfDenseOnes() throws IOException {
    Path data = libsvm("rows.libsvm", 300, 400, 20);
    TrainedModel dense = model(data, "0");
    TrainedModel sparse = model(data, "0.1");
    assertThat(sparse.encoding().density()).isCloseTo(0.05, within(0.001));
    assertThat(sparse.parameters()).isNotEqualTo(dense.parameters());
    for (int i = 0; i < dense.parameters().length; i++) {
      assertThat(sparse.parameters()[i]).isCloseTo(dense.parameters()[i], within(1e-5f));
    }
    assertThat(model(data, "0.04").parameters()).isEqualTo(dense.parameters());
    Metrics bySparse = score(sparse, data, "1");
    Metrics byDense = score(sparse, data, "0");
    assertThat(bySparse.loss()).isNotEqualTo(byDense.loss());
    assertThat(bySparse.loss()).isCloseTo(byDense.loss(), within(1e-5));
    assertThat(bySparse.confusion().counts()).isDeepEqualTo(byDense.confusion().counts());
  }

  private Metrics score(TrainedModel model, Path data, String threshold) throws IOException {
    TrainConfig config =
        Configs.of(
            List.of(
                "data.train=" + data,
                "data.sparseBelow=" + threshold,
                "network.layers=[\"inner-product 2\"]"));
    return new ModelScoring(SPARK, model, config.data(), "auto", new Heard())
        .evaluate(data.toString());
  }

  /** Its scaler moves zeros, so rows stay dense, whatever the threshold. */
  @Test
  void aModelOfDenseRowsGoesOnWithSparseOnes() throws IOException {
    Path sparse = libsvm("rows.libsvm", 100, 12, 3);
    List<String> csv = new ArrayList<>();
    for (String line : java.nio.file.Files.readAllLines(sparse)) {
      String[] values = new String[13];
      java.util.Arrays.fill(values, "0");
      for (String part : line.split(" ")) {
        int colon = part.indexOf(':');
        values[colon < 0 ? 0 : Integer.parseInt(part.substring(0, colon))] =
            part.substring(colon + 1);
      }
      csv.add(String.join(",", values));
    }
    String layers = "network.layers=[\"inner-product 2\"]";
    String dense = "data.train=" + write("rows.csv", csv);
    String first = train(dense, layers, "data.header=false", "data.label=0").model();
    TrainedModel model = TrainedModel.load(first, new Configuration());
    assertThat(model.scaler().shift()).isNotNull();
    TrainedModel unnamed =
        new TrainedModel(
            model.spec(),
            new io.dendrite.data.Encoding(
                12,
                List.of(),
                false,
                null,
                List.of(),
                false,
                List.of(),
                model.encoding().labels(),
                1),
            model.scaler(),
            model.parameters(),
            model.provenance());
    String init = dir.resolve("init").toString();
    unnamed.save(init, new Configuration());
    String[] sets = {"data.train=" + sparse, layers, "train.optimizer.rate=1e-30"};
    List<String> weights = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    for (String threshold : List.of("0", "1")) {
      Heard heard = new Heard();
      TrainResult result =
          trainer(heard, with(sets, "data.sparseBelow=" + threshold)).run(false, init);
      weights.add(result.weightsSha256());
      losses.add(heard.steps.get(0).loss());
    }
    assertThat(losses.get(1)).isEqualTo(losses.get(0));
    assertThat(weights.get(1)).isEqualTo(weights.get(0));
  }

  /** A first layer that does not take sparse rows gets dense ones. */
  @Test
  void dropoutOfSparseInputsWorks() throws IOException {
    Path data = libsvm("rows.libsvm", 200, 100, 4);
    String layers = "network.layers=[\"dropout 0.1\", \"inner-product 2\"]";
    assertThat(model(data, "1", layers).parameters())
        .isEqualTo(model(data, "0", layers).parameters());
  }

  @Test
  void aMillionFeaturesTrain() throws IOException {
    Path data = libsvm("wide.libsvm", 512, 1_000_000, 100);
    TrainResult result =
        train(
            "data.train=" + data,
            "data.validation=0.2",
            "network.layers=[\"inner-product 2\"]",
            "data.partitions=2",
            "train.batch=128",
            "train.epochs=3",
            "train.optimizer.rate=0.01");
    assertThat(result.validation().get("accuracy")).isEqualTo(1);
  }

  @Test
  void aThresholdBeyondAFractionIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> trainer(new Heard(), "data.train=x", "data.sparseBelow=1.5"))
        .withMessageContaining("data.sparseBelow is 1.5; expected a fraction from 0 (never) to 1");
  }
}
