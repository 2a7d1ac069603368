package io.dendrite.data.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.data.Features;
import io.dendrite.data.format.IdxReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigitsTest {

  private static byte[] images(int count, long seed) throws IOException {
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    Digits.writeImages(images, count, seed);
    return images.toByteArray();
  }

  /**
   * Changes only when the generator is changed on purpose: recorded accuracies depend on these
   * bytes.
   */
  @Test
  void aHundredDigitsHaveAFixedChecksum() throws IOException {
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    Digits.writeImages(images, 100, 7);
    Digits.writeLabels(labels, 100, 7);
    CRC32 crc = new CRC32();
    crc.update(images.toByteArray());
    assertThat(Long.toHexString(crc.getValue())).isEqualTo("5a06be3f");
    crc.reset();
    crc.update(labels.toByteArray());
    assertThat(Long.toHexString(crc.getValue())).isEqualTo("dcec5c1a");
  }

  @Test
  void aDigitDependsOnSeedAndIndexAlone() throws IOException {
    byte[] all = images(30, 3);
    byte[] one = new byte[Digits.WIDTH + 2];
    new Digits(3).draw(29, one, 1);
    assertThat(one).startsWith(0).endsWith(0);
    assertThat(Arrays.copyOfRange(one, 1, Digits.WIDTH + 1))
        .isEqualTo(Arrays.copyOfRange(all, 16 + 29 * Digits.WIDTH, all.length));
    assertThat(images(30, 4)).isNotEqualTo(all);
  }

  @Test
  void allClassesComeEquallyOftenAndInkIsInsideTheImage() {
    Digits digits = new Digits(9);
    int[] counts = new int[10];
    byte[] image = new byte[Digits.WIDTH];
    for (int i = 0; i < 2000; i++) {
      counts[digits.label(i)]++;
      digits.draw(i, image, 0);
      int ink = 0;
      int border = 0;
      for (int p = 0; p < image.length; p++) {
        int dark = (image[p] & 0xff) > 100 ? 1 : 0;
        ink += dark;
        int row = p / Digits.SIZE;
        int column = p % Digits.SIZE;
        border += row == 0 || column == 0 || row == 27 || column == 27 ? dark : 0;
      }
      assertThat(ink).as("ink of image %d", i).isBetween(15, 320);
      assertThat(border).as("ink on the border of image %d", i).isLessThan(20);
    }
    for (int count : counts) {
      // 200 expected, deviation 13.4: five of them.
      assertThat(count).isBetween(133, 267);
    }
  }

  @Test
  void filesAreReadBack(@TempDir Path dir) throws IOException {
    Path images = dir.resolve("a-images-idx3-ubyte.gz");
    Path labels = dir.resolve("a-labels-idx1-ubyte");
    Digits.write(images, labels, 50, 11);
    try (InputStream in = new GZIPInputStream(Files.newInputStream(images));
        InputStream plain = Files.newInputStream(labels)) {
      Features rows = new IdxReader(in, 16 + 50 * 784).next(100);
      assertThat(rows.rows()).isEqualTo(50);
      int[] read = IdxReader.labels(plain, Files.size(labels));
      assertThat(read[49]).isEqualTo(new Digits(11).label(49));
    }
  }
}
