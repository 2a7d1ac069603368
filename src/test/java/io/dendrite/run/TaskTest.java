package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dendrite.config.Configs;
import io.dendrite.data.DataException;
import io.dendrite.model.RunJson;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What networks can be for besides one class of several and values, and what rows can weigh. */
class TaskTest extends TrainingTest {
  private static final String LAYERS =
      "network.layers=[\"inner-product 16\", tanh, \"inner-product 2\"]";

  /** Two labels: is x above y, and do both have the same sign? */
  private static List<String> labelled(int rows) {
    List<String> lines = new ArrayList<>(List.of("x,y,above,same"));
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < rows; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      lines.add((float) x + "," + (float) y + "," + (x > y ? 1 : 0) + "," + (x * y > 0 ? 1 : 0));
    }
    return lines;
  }

  private Metrics validation(String... sets) throws IOException {
    return train(sets).validation();
  }

  @Test
  void severalLabelsOfARow() throws IOException {
    Path rows = write("labels.csv", labelled(2000));
    String[] sets = {
      "data.train=" + rows,
      "data.label=[above, same]",
      "network.task=multi-label",
      "network.loss=sigmoid",
      LAYERS,
      "train.epochs=20"
    };
    Metrics metrics = validation(sets);
    assertThat(metrics.get("accuracy")).isGreaterThan(0.95);
    assertThat(metrics.get("f1")).isGreaterThan(0.95);
    assertThat(metrics.get("exact"))
        .isGreaterThan(0.9)
        .isLessThanOrEqualTo(metrics.get("accuracy"));
    TrainedModel model =
        TrainedModel.load(
            dir.resolve("model").toString(), SPARK.sparkContext().hadoopConfiguration());
    new ModelScoring(SPARK, model, Configs.of(List.of(sets)).data(), "auto", new Heard())
        .predict(
            rows.toString(),
            (table, named) -> {
              assertThat(table.columns()).endsWith("prediction_above", "prediction_same");
              assertThat(
                      table
                          .select("prediction_same")
                          .as(org.apache.spark.sql.Encoders.FLOAT())
                          .collectAsList())
                  .allSatisfy(p -> assertThat(p).isBetween(0f, 1f));
            });
  }

  @Test
  void aLabelThatIsNeither0Nor1IsNamed() throws IOException {
    List<String> rows = labelled(50);
    rows.set(7, "0.1,0.2,2,0");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(
            () ->
                validation(
                    "data.train=" + write("labels.csv", rows),
                    "data.label=[above, same]",
                    "network.task=multi-label",
                    "network.loss=sigmoid",
                    LAYERS))
        .withMessage(
            "data.train: in column above, target 2.0; network.task = multi-label expects 0 or 1");
  }

  @Test
  void anAutoencoderGivesItsRowsBack() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,c,d,label"));
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 1000; i++) {
      double s = 2 * random.nextDouble() - 1;
      double t = 2 * random.nextDouble() - 1;
      lines.add((float) s + "," + (float) t + "," + (float) (s + t) + "," + (float) (s - t) + ",z");
    }
    Path rows = write("plane.csv", lines);
    String[] sets = {
      "data.train=" + rows,
      "data.label=label",
      "network.task=autoencoder",
      "network.loss=euclidean",
      "train.epochs=30"
    };
    String two =
        "network.layers=[{type = inner-product, units = 2, name = code}, \"inner-product 4\"]";
    Metrics plane = validation(with(sets, two));
    assertThat(plane.get("r2")).as("two numbers tell the plane").isGreaterThan(0.999);
    TrainedModel model =
        TrainedModel.load(
            dir.resolve("model").toString(), SPARK.sparkContext().hadoopConfiguration());
    ModelScoring scoring =
        new ModelScoring(
            SPARK, model, Configs.of(List.of(with(sets, two))).data(), "auto", new Heard());
    assertThat(scoring.evaluate(rows.toString()).get("r2")).isGreaterThan(0.999);
    scoring.predict(
        rows.toString(),
        (table, named) ->
            assertThat(table.columns())
                .endsWith("prediction_a", "prediction_b", "prediction_c", "prediction_d"));
    Metrics line = validation(with(sets, two.replace("units = 2", "units = 1")));
    assertThat(line.get("r2")).as("one number does not").isLessThan(0.9);
  }

  @Test
  void rowsOfRareClassesCanWeighMore() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,label"));
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 2000; i++) {
      boolean rare = i % 20 == 0;
      lines.add((float) (random.nextDouble() + (rare ? 0.5 : 0)) + (rare ? ",rare" : ",usual"));
    }
    String[] sets = {
      "data.train=" + write("rare.csv", lines), "network.layers=[\"inner-product 2\"]"
    };
    Metrics plain = validation(sets);
    Metrics balanced = validation(with(sets, "data.classWeights=balanced"));
    Metrics given = validation(with(sets, "data.classWeights=[20, 1]"));
    assertThat(plain.confusion().of(0).recall()).isLessThan(0.3);
    assertThat(balanced.confusion().of(0).recall()).isGreaterThan(0.5);
    assertThat(given.confusion().of(0).recall()).isGreaterThan(0.5);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> validation(with(sets, "data.classWeights=[1, 2, 3]")))
        .withMessageContaining("has 3 numbers, but the classes are rare, usual");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> validation(with(sets, "data.classWeights=[1, -2]")))
        .withMessageContaining("data.classWeights is [1, -2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> validation(with(sets, "data.classWeights=heavy")))
        .withMessageContaining("data.classWeights is heavy; expected none, balanced, or a list");
  }

  /** Rows of class 1 have a bright column somewhere, rows of class 0 a bright row. */
  @Test
  void aConvolutionSeesLinesWhereverTheyAre() throws IOException {
    List<String> lines = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      int at = random.nextInt(6);
      StringBuilder line = new StringBuilder();
      for (int p = 0; p < 36; p++) {
        boolean bright = (i % 2 == 0 ? p / 6 : p % 6) == at;
        line.append((bright ? 1 : 0) + (float) (0.3 * random.nextDouble())).append(',');
      }
      lines.add(line.append(i % 2).toString());
    }
    Metrics metrics =
        validation(
            "data.train=" + write("lines.csv", lines),
            "data.header=false",
            "data.label=36",
            "network.input=[1, 6, 6]",
            "network.layers=[{type = convolution, channels = 4, kernel = 3}, relu, {type = pooling, size = 4},"
                + " \"inner-product 2\"]",
            "train.epochs=8");
    assertThat(metrics.get("accuracy")).isGreaterThan(0.98);
  }

  /** Two numbers go through one unit each, which is the same; near ones are a pair. */
  @Test
  void pairsAreToldByTheDistanceOfSingleNumbers() throws IOException {
    List<String> lines = new ArrayList<>(List.of("a,b,label"));
    SplittableRandom random = new SplittableRandom(9);
    for (int i = 0; i < 1000; i++) {
      double a = random.nextDouble();
      double b = i % 2 == 0 ? a + 0.02 * random.nextDouble() : a < 0.5 ? a + 0.4 : a - 0.4;
      lines.add((float) a + "," + (float) b + "," + (i % 2 == 0 ? "same" : "different"));
    }
    TrainResult result =
        train(
            "data.train=" + write("pairs.csv", lines),
            "data.scale=none",
            "network.layers=[{type = slice, begin = 0, end = 1, name = left, from = input},"
                + " {type = inner-product, units = 1, name = a},"
                + " {type = slice, begin = 1, end = 2, name = right, from = input},"
                + " {type = inner-product, units = 1, name = b, share = a},"
                + " {type = concat, from = [a, b]}]",
            "network.loss=contrastive",
            "train.epochs=20");
    assertThat(result.validation().get("accuracy")).isGreaterThan(0.97);
  }

  @Test
  void aNetworkOfTwoTowersTrainsAndComesBackFromItsModel() throws IOException {
    Path rows = write("rows.csv", csv(600));
    String layers =
        "network.layers=[{type = slice, begin = 0, end = 2, name = left, from = input}, {type = inner-product, units = 6, name = a},"
            + " {type = slice, begin = 2, end = 5, name = right, from = input}, {type = inner-product, units = 6, name = b},"
            + " {type = concat, from = [a, b]}, gelu, {type = layer-norm}, {type = inner-product, units = 3, rateFactor = 2}]";
    TrainResult result = train("data.train=" + rows, layers, "train.epochs=10");
    assertThat(result.validation().get("accuracy")).isGreaterThan(0.95);
    TrainedModel model =
        TrainedModel.load(
            dir.resolve("model").toString(), SPARK.sparkContext().hadoopConfiguration());
    assertThat(RunJson.sha256(model.parameters())).isEqualTo(result.weightsSha256());
    assertThat(model.spec().layers().get(4).get("from")).isEqualTo(List.of("a", "b"));
  }

  /** Which of 12 names is a matter of three numbers each: x counts for some, not for others. */
  @Test
  void namesBecomeVectors() throws IOException {
    List<String> lines = new ArrayList<>(List.of("name,x,label"));
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 2000; i++) {
      int name = random.nextInt(12);
      double x = 2 * random.nextDouble() - 1;
      lines.add(
          "c"
              + (char) ('a' + name)
              + ","
              + (float) (50 * x)
              + ","
              + (name % 3 == 0 ? "no" : x > 0 ? "up" : "down"));
    }
    String[] sets = {
      "data.train=" + write("names.csv", lines),
      "data.categorical=[name]",
      "data.encode=index",
      "train.epochs=15",
      "network.layers=[{type = slice, begin = 1, end = 2, name = code, from = input}, {type = embed, units = 3, size = 12, name = e},"
          + " {type = slice, begin = 0, end = 1, name = x, from = input}, {type = concat, from = [x, e]},"
          + " \"inner-product 16\", tanh, \"inner-product 3\"]"
    };
    assertThat(validation(sets).get("accuracy")).isGreaterThan(0.97);
    assertThatExceptionOfType(Exception.class)
        .isThrownBy(() -> validation(with(sets, sets[4].replace("size = 12", "size = 11"))))
        .withStackTraceContaining("expected whole numbers from 0 to 10 (its size - 1)");
  }

  @Test
  void batchNormalisationLearnsWhatItsScalesHide() throws IOException {
    List<String> lines = new ArrayList<>(List.of("x,y,label"));
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 1000; i++) {
      double x = random.nextDouble();
      double y = random.nextDouble();
      lines.add((float) (1e3 * x) + "," + (float) (1e-3 * y) + "," + (x > y ? "a" : "b"));
    }
    String[] sets = {
      "data.train=" + write("scales.csv", lines),
      "data.scale=none",
      "data.validation=0.2",
      "train.epochs=10",
      "train.chunk=64",
      "network.layers=[batch-norm, \"inner-product 8\", batch-norm, tanh, \"inner-product 2\"]"
    };
    assertThat(validation(sets).get("accuracy")).isGreaterThan(0.95);
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> validation(with(sets, "train.chunk=8")))
        .withMessageContaining("rows; expected at most train.chunk = 8: raise it");
    assertThatExceptionOfType(DataException.class)
        .isThrownBy(() -> validation(with(sets, "train.batch=4")))
        .withMessageContaining("has 1 row; expected at least 2: choose another train.batch");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() throws IOException {
    String train = "data.train=" + write("rows.csv", csv(60));
    refused(
        "only network.task = classification has classes",
        train,
        "network.task=regression",
        "network.loss=euclidean",
        "data.classWeights=balanced");
    refused(
        "rows of network.task = autoencoder have no weights",
        train,
        "network.task=autoencoder",
        "network.loss=euclidean",
        "data.weight=a");
    refused("network.task is 'ranking'; expected one of", train, "network.task=ranking");
    refused("train.stop.metric is 'exact'", train, "train.stop.metric=exact");
    refused(
        "gives 3 outputs, but the data has 5 target values",
        train,
        "network.task=autoencoder",
        "network.loss=euclidean",
        "data.label=label");
  }

  private void refused(String wanted, String... sets) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> train(sets))
        .withMessageContaining(wanted);
  }
}
