package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.LearningSettings;
import io.dendrite.data.format.IdxWriter;
import io.dendrite.math.BlasLibrary;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small runs whose bits were recorded ({@code recorded-bits.properties}): a change of structure
 * moves none. On Java code they are the same everywhere; the bits of native code stand beside
 * library and kernel. A run that has no record, because it is new, says what to write there.
 */
class RecordedBitsTest extends TrainingTest {
  private static final String RECORDS = "/io/dendrite/run/recorded-bits.properties";

  /**
   * @param data the method that writes the rows
   * @param sets settings, each {@code key=value}
   */
  private record Run(String name, String data, String... sets) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Run> runs() {
    String hidden = "network.layers=[\"inner-product 16\", tanh, \"inner-product 3\"]";
    String sigmoids =
        "network.layers=[\"inner-product 6\", sigmoid, \"inner-product 4\", sigmoid, \"inner-product 3\"]";
    List<Run> runs = new ArrayList<>();
    LearningSettings.rules()
        .map(LearningSettings::of)
        .forEach(rule -> runs.add(new Run(rule[0].replaceAll(".*=", ""), "csv", rule)));
    runs.addAll(
        List.of(
            new Run("tree", "csv", "train.engine=tree"),
            new Run("32-shards", "csv", "data.partitions=32", "train.engine=allreduce"),
            new Run("ensemble", "csv", "train.ensemble=2"),
            new Run("denoising", "csv", sigmoids, "pretrain.type=denoising", "data.scale=minmax"),
            new Run("rbm", "csv", sigmoids, "pretrain.type=rbm", "data.scale=minmax"),
            new Run(
                "stopped-early",
                "csv",
                "train.stop.patience=1",
                "train.stop.metric=accuracy",
                "train.epochs=9",
                "train.schedule.type=plateau",
                "train.schedule.every=1"),
            new Run(
                "one-cycle",
                "csv",
                "train.schedule.type=one-cycle",
                "train.schedule.warmup=0.5",
                "train.optimizer.maxNorm=1"),
            new Run(
                "weights",
                "table",
                "data.weight=w",
                "data.categorical=[town]",
                "data.missing=mean",
                "data.badRows=skip",
                "data.classWeights=balanced",
                "data.scale=none",
                "network.loss={type = softmax, smoothing = 0.1}"),
            new Run(
                "batch-norm",
                "csv",
                "network.layers=[\"inner-product 8\", batch-norm, gelu, \"inner-product 3\"]",
                "train.batch=64"),
            new Run(
                "graph",
                "csv",
                "network.layers=[{type = inner-product, units = 5, name = a}, relu, {type = eltwise,"
                    + " from = [relu-1, input]}, layer-norm, \"inner-product 3\"]",
                "network.loss=hinge"),
            new Run("online", "csv", "train.batch=1", "train.epochs=1", hidden),
            new Run(
                "categories",
                "table",
                "data.categorical=[town]",
                "data.missing=mean",
                "data.badRows=skip"),
            new Run(
                "embed",
                "table",
                "data.categorical=[town]",
                "data.features=[town]",
                "data.encode=index",
                "data.missing=mean",
                "data.badRows=skip",
                "network.layers=[{type = embed, units = 4, size = 5}, \"inner-product 3\"]"),
            new Run(
                "regression",
                "table",
                "data.label=[a, b]",
                "data.features=[c, d]",
                "data.missing=mean",
                "data.badRows=skip",
                "network.task=regression",
                "network.loss=huber",
                "network.layers=[\"inner-product 4\", softplus, \"inner-product 2\"]",
                "train.optimizer.rate=0.01",
                "data.scaleTarget=none"),
            new Run(
                "scaledRegression",
                "table",
                "data.label=[a, b]",
                "data.features=[c, d]",
                "data.missing=mean",
                "data.badRows=skip",
                "network.task=regression",
                "network.loss=huber",
                "network.layers=[\"inner-product 4\", softplus, \"inner-product 2\"]",
                "train.optimizer.rate=0.01"),
            new Run(
                "autoencoder",
                "csv",
                "network.task=autoencoder",
                "network.loss=euclidean",
                "network.layers=[\"inner-product 2\", tanh, \"inner-product 5\"]",
                "train.optimizer.rate=0.01"),
            new Run(
                "sparse",
                "libsvm",
                "data.label=",
                "data.sparseBelow=0.5",
                "network.layers=[\"inner-product 8\", tanh, \"inner-product 2\"]"),
            new Run(
                "convolution",
                "idx",
                "data.label=",
                "data.scale=255",
                "network.input=[1, 8, 8]",
                "network.layers=[{type = convolution, channels = 3, kernel = 3}, relu, \"pooling"
                    + " max\", \"inner-product 4\"]"),
            new Run("parquet", "parquet", hidden),
            new Run(
                "wide",
                "csv",
                "network.layers=[\"inner-product 300\", relu, \"inner-product 100\", tanh,"
                    + " \"inner-product 3\"]")));
    return runs.stream();
  }

  private String write(String kind) throws IOException {
    return switch (kind) {
      case "csv" -> write("rows.csv", csv(300)).toString();
      case "table" -> table().toString();
      case "libsvm" -> libsvm().toString();
      case "idx" -> images().toString();
      case "parquet" -> {
        String to = dir.resolve("rows.parquet").toString();
        SPARK
            .read()
            .option("header", true)
            .option("inferSchema", true)
            .csv(write("rows.csv", csv(300)).toString())
            .write()
            .parquet(to);
        yield to;
      }
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Names, missing values and a row that cannot be read, beside the numbers. */
  private Path table() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : csv(240)) {
      int row = lines.size();
      String town = row == 0 ? "w,town" : row % 3 + "," + (row % 11 == 0 ? "" : "t" + row % 4);
      lines.add(town + "," + (row % 50 == 7 ? line.replaceFirst("^[^,]*", "?") : line));
    }
    lines.add("1,t1,no number,1,1,1,1,x");
    return write("table.csv", lines);
  }

  private Path libsvm() throws IOException {
    SplittableRandom random = new SplittableRandom(3);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder line = new StringBuilder().append(i % 2);
      for (int e = 0; e < 8; e++) {
        line.append(' ').append(10 * e + 1 + (e % 3 == 0 ? i % 2 : random.nextInt(10)));
        line.append(':').append(1 + random.nextInt(3));
      }
      lines.add(line.toString());
    }
    return write("rows.libsvm", lines);
  }

  private Path images() throws IOException {
    SplittableRandom random = new SplittableRandom(5);
    byte[] pixels = new byte[160 * 64];
    byte[] labels = new byte[160];
    for (int i = 0; i < pixels.length; i++) {
      labels[i / 64] = (byte) (i / 64 % 4);
      pixels[i] = (byte) (random.nextInt(100) + (i / 8 % 4 == i / 64 % 4 ? 150 : 0));
    }
    Path images = dir.resolve("rows-images-idx3-ubyte");
    try (OutputStream out = Files.newOutputStream(images)) {
      IdxWriter.images(out, 160, 8, 8, pixels);
    }
    try (OutputStream out = Files.newOutputStream(dir.resolve("rows-labels-idx1-ubyte"))) {
      IdxWriter.labels(out, labels);
    }
    return images;
  }

  private static Properties records() throws IOException {
    Properties records = new Properties();
    try (InputStream in = RecordedBitsTest.class.getResourceAsStream(RECORDS)) {
      records.load(in);
    }
    return records;
  }

  private String sha256(Run run, String library) throws IOException {
    String[] sets = {"data.train=" + write(run.data()), "blas.library=" + library};
    return train(with(with(sets, "train.chunk=20"), run.sets())).weightsSha256();
  }

  @ParameterizedTest
  @MethodSource("runs")
  void onJavaCode(Run run) throws IOException {
    String sha256 = sha256(run, "java");
    assertThat(sha256)
        .as("%s = %s in %s", run.name(), sha256, RECORDS)
        .isEqualTo(records().getProperty(run.name()));
  }

  /** Those whose sums are long enough for libraries and kernels to differ, and a short one. */
  static Stream<Run> nativeRuns() {
    return runs().filter(run -> List.of("wide", "convolution", "sgd").contains(run.name()));
  }

  @ParameterizedTest
  @MethodSource("nativeRuns")
  void onNativeCode(Run run) throws IOException {
    String identity = BlasLibrary.open("auto").identity();
    String key = run.name() + "@" + identity.replaceAll("[^A-Za-z0-9.]+", "-").replaceAll("-$", "");
    String sha256 = sha256(run, "auto");
    String record = records().getProperty(key);
    Assumptions.assumeTrue(
        record != null,
        "SKIPPED: no bits are recorded for " + identity + "; write " + key + " = " + sha256);
    assertThat(sha256).as("%s = %s in %s", key, sha256, RECORDS).isEqualTo(record);
  }

  /** A run that is stopped and resumed has the bits of the one that was not. */
  @ParameterizedTest
  @MethodSource("resumed")
  void resumed(Run run) throws IOException {
    String[] sets = {
      "data.train=" + write(run.data()),
      "blas.library=java",
      "train.chunk=20",
      "checkpoint.dir=" + dir.resolve("checkpoints")
    };
    Heard heard = new Heard();
    heard.stopAfter = 1;
    assertThat(train(heard, false, with(sets, run.sets())).interrupted()).isTrue();
    assertThat(train(new Heard(), true, with(sets, run.sets())).weightsSha256())
        .isEqualTo(records().getProperty(run.name()));
  }

  static Stream<Run> resumed() {
    return runs()
        .filter(run -> List.of("sgd", "adam", "lbfgs", "convolution").contains(run.name()));
  }
}
