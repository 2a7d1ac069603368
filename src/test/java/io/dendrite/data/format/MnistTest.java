package io.dendrite.data.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.data.Features;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The real files, when they lie beside the project. */
class MnistTest {
  private static final String IMAGES = "train-images-idx3-ubyte.gz";

  /** The sum of all pixels, taken with NumPy. */
  private static final long PIXELS = 1567298545L;

  private static InputStream open(String name) throws IOException {
    for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
      Path file = up.resolve("shared/data/mnist").resolve(name);
      if (Files.exists(file)) {
        InputStream raw = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return new GZIPInputStream(raw, 1 << 16);
      }
    }
    return Assumptions.abort(
        "SKIPPED: no shared/data/mnist/" + name + " beside the project: real MNIST not checked");
  }

  @Test
  void knownFacts() throws IOException {
    long pixels = 0;
    int rows = 0;
    try (InputStream in = open(IMAGES)) {
      IdxReader reader = new IdxReader(in, 16 + 60_000L * 784);
      float[] row = new float[784];
      for (Features block = reader.next(7_000); block != null; block = reader.next(7_000)) {
        for (int i = 0; i < block.rows(); i++) {
          block.scatter(i, row, 0);
          for (float pixel : row) {
            pixels += (long) pixel;
          }
        }
        rows += block.rows();
      }
    }
    assertThat(rows).isEqualTo(60_000);
    assertThat(pixels).isEqualTo(PIXELS);
    try (InputStream in = open(IdxFormat.labelsNameFor(IMAGES).get(0))) {
      int[] labels = IdxReader.labels(in, -1);
      assertThat(labels).hasSize(60_000);
      assertThat(Arrays.copyOf(labels, 5)).containsExactly(5, 0, 4, 1, 9);
      int[] counts = new int[10];
      for (int label : labels) {
        counts[label]++;
      }
      assertThat(counts)
          .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
    }
  }
}
