package io.dendrite.bench;

import io.dendrite.data.format.IdxWriter;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.spark.sql.SparkSession;

/** What every benchmark works with: cores, BLAS, a Spark session, generated data, a report. */
final class Workbench implements AutoCloseable {
  /** The published network: 784-2500-2000-1500-1000-500-10 (Ciresan et al., 2010). */
  static final int[] LARGE = {784, 2500, 2000, 1500, 1000, 500, 10};

  final int cores = Runtime.getRuntime().availableProcessors();
  final Report report = new Report();
  final BlasLibrary library = BlasLibrary.open("auto");
  final Blas blas = new Blas(library.netlib());
  final Path folder;
  private final ExecutorService threads = Executors.newFixedThreadPool(cores);
  private SparkSession session;

  Workbench(Path folder) {
    this.folder = folder;
  }

  /** The session that all benchmarks of a run share. */
  SparkSession session() {
    if (session == null) {
      session = BenchSettings.session();
    }
    return session;
  }

  /** Random images and labels of MNIST's shape, as IDX files; returns the images' file. */
  String images(int rows) throws IOException {
    Path images = folder.resolve("rows-" + rows + "-images-idx3-ubyte");
    if (!Files.exists(images)) {
      Path labels = folder.resolve("rows-" + rows + "-labels-idx1-ubyte");
      SplittableRandom random = new SplittableRandom(1);
      byte[] label = new byte[rows];
      byte[] image = new byte[784];
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(images), 1 << 20)) {
        IdxWriter.header(out, rows, 28, 28);
        for (int i = 0; i < rows; i++) {
          random.nextBytes(image);
          out.write(image);
          label[i] = (byte) (i % 10);
        }
      }
      try (OutputStream out = Files.newOutputStream(labels)) {
        IdxWriter.labels(out, label);
      }
    }
    return images.toString();
  }

  /** Runs tasks on all cores at once and waits for them. */
  void together(List<Callable<Void>> tasks) throws Exception {
    for (Future<Void> done : threads.invokeAll(tasks)) {
      done.get();
    }
  }

  /**
   * Floating-point operations of a training step, a row: three products a layer but the first dX.
   */
  static double trainFlops(int[] widths) {
    double sum = -2.0 * widths[0] * widths[1];
    for (int i = 1; i < widths.length; i++) {
      sum += 6.0 * widths[i - 1] * widths[i];
    }
    return sum;
  }

  /** Floating-point operations of a prediction, a row. */
  static double scoreFlops(int[] widths) {
    double sum = 0;
    for (int i = 1; i < widths.length; i++) {
      sum += 2.0 * widths[i - 1] * widths[i];
    }
    return sum;
  }

  /** Weights and biases of a network. */
  static int parameters(int[] widths) {
    int parameters = 0;
    for (int i = 1; i < widths.length; i++) {
      parameters += (widths[i - 1] + 1) * widths[i];
    }
    return parameters;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    if (session != null) {
      session.stop();
    }
  }
}
