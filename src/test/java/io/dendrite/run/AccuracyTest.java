package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Configs;
import io.dendrite.data.ByteFeatures;
import io.dendrite.data.format.IdxReader;
import io.dendrite.data.format.IdxWriter;
import io.dendrite.data.sample.Digits;
import io.dendrite.data.sample.SmoothFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the shipped configurations reach, on real data. */
@Tag("slow")
class AccuracyTest extends TrainingTest {
  private static final Path MNIST = Path.of("../shared/data/mnist");

  @Test
  void mnistReaches98Percent() throws IOException {
    assertThat(accuracy("conf/mnist.conf", mnist())).isGreaterThanOrEqualTo(0.98);
  }

  @Test
  void mnistWithDropoutReaches98Point5Percent() throws IOException {
    assertThat(accuracy("conf/mnist-dropout.conf", mnist())).isGreaterThanOrEqualTo(0.985);
  }

  @Test
  void softmaxRegressionOnMnistReachesWhatALinearModelCan() throws IOException {
    List<String> sets = new ArrayList<>(mnist());
    sets.addAll(List.of("network.layers=[\"inner-product 10\"]", "train.epochs=6"));
    assertThat(accuracy("conf/mnist.conf", sets)).isBetween(0.91, 0.93);
  }

  @Test
  void theQuickstartsDigitsAreNoToy() throws IOException {
    List<String> sets = digits(10_000);
    List<String> linear = new ArrayList<>(sets);
    linear.addAll(List.of("network.layers=[\"inner-product 10\"]", "train.epochs=10"));
    assertThat(accuracy("conf/mnist.conf", linear)).isLessThan(0.93);
    assertThat(accuracy("conf/mnist.conf", sets)).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void rowsSortedByClassGiveTheSameBits() throws IOException {
    List<String> sets = Files.isDirectory(MNIST) ? mnist() : digits(5_000);
    Path images = Path.of(sets.get(0).substring("data.train=".length()));
    Path labels =
        images.resolveSibling(
            images.getFileName().toString().replace("images-idx3", "labels-idx1"));
    Path sorted = dir.resolve("sorted-images-idx3-ubyte");
    sort(images, labels, sorted, dir.resolve("sorted-labels-idx1-ubyte"));
    List<String> quick =
        List.of(
            "data.test=",
            "train.epochs=1",
            "network.layers=[\"inner-product 30\", relu, \"inner-product 10\"]");
    List<String> shas = new ArrayList<>();
    for (Path file : List.of(images, sorted)) {
      List<String> all = new ArrayList<>(quick);
      all.add("data.train=" + file);
      shas.add(run("conf/mnist.conf", all).weightsSha256());
    }
    assertThat(shas.get(1)).isEqualTo(shas.get(0));
  }

  @Test
  void regressionOnASmoothFunction() throws IOException {
    Path train = dir.resolve("train.csv");
    Path test = dir.resolve("test.csv");
    try (OutputStream noisy = Files.newOutputStream(train);
        OutputStream clean = Files.newOutputStream(test)) {
      new SmoothFunction(1, 0.1).write(noisy, 50_000);
      new SmoothFunction(2, 0).write(clean, 10_000);
    }
    TrainResult result =
        new Trainer(
                SPARK,
                Configs.of(
                    List.of(
                        "data.train=" + train,
                        "data.test=" + test,
                        "data.label=y",
                        "network.task=regression",
                        "network.loss=euclidean",
                        "network.layers=[\"inner-product 100\", relu, \"inner-product 50\", relu, {type = inner-product, units = 1, init = xavier}]",
                        "train.epochs=15",
                        "train.batch=128",
                        "train.optimizer.rate=0.03",
                        "train.schedule.type=polynomial",
                        "model.dir=" + dir.resolve("model"))),
                new Heard())
            .run(false, null);
    assertThat(result.test().get("rmse")).isLessThanOrEqualTo(0.12);
  }

  private static List<String> mnist() {
    if (!Files.isDirectory(MNIST)) {
      String sentence =
          "SKIPPED: no MNIST in " + MNIST + "; the digits' test runs on generated data instead";
      System.err.println(sentence);
      Assumptions.abort(sentence);
    }
    return List.of(
        "data.train=" + MNIST.resolve("train-images-idx3-ubyte.gz").toAbsolutePath(),
        "data.test=" + MNIST.resolve("t10k-images-idx3-ubyte.gz").toAbsolutePath());
  }

  private List<String> digits(int count) throws IOException {
    Path train = dir.resolve("train-images-idx3-ubyte.gz");
    Path test = dir.resolve("test-images-idx3-ubyte.gz");
    Digits.write(train, dir.resolve("train-labels-idx1-ubyte.gz"), count, 1);
    Digits.write(test, dir.resolve("test-labels-idx1-ubyte.gz"), 2000, 2);
    return List.of("data.train=" + train, "data.test=" + test);
  }

  private double accuracy(String file, List<String> sets) throws IOException {
    return run(file, sets).test().get("accuracy");
  }

  private TrainResult run(String file, List<String> sets) throws IOException {
    List<String> all = new ArrayList<>(sets);
    all.add("model.dir=" + dir.resolve("model"));
    return new Trainer(SPARK, Configs.file(Path.of(file), all), new Heard()).run(false, null);
  }

  private static void sort(Path images, Path labels, Path sortedImages, Path sortedLabels)
      throws IOException {
    int[] label;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(labels))) {
      label = IdxReader.labels(in, -1);
    }
    ByteFeatures pixels;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(images))) {
      pixels = (ByteFeatures) new IdxReader(in, -1).next(label.length);
    }
    int[] order =
        IntStream.range(0, label.length)
            .boxed()
            .sorted(Comparator.comparing(i -> label[i]))
            .mapToInt(i -> i)
            .toArray();
    byte[] out = new byte[order.length * Digits.WIDTH];
    byte[] outLabels = new byte[order.length];
    float[] row = new float[Digits.WIDTH];
    for (int i = 0; i < order.length; i++) {
      pixels.scatter(order[i], row, 0);
      for (int j = 0; j < row.length; j++) {
        out[i * row.length + j] = (byte) (int) row[j];
      }
      outLabels[i] = (byte) label[order[i]];
    }
    try (OutputStream i = Files.newOutputStream(sortedImages);
        OutputStream l = Files.newOutputStream(sortedLabels)) {
      IdxWriter.images(i, order.length, Digits.SIZE, Digits.SIZE, out);
      IdxWriter.labels(l, outLabels);
    }
  }
}
