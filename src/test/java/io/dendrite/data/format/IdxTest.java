package io.dendrite.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.BadFile;
import io.dendrite.data.ByteFeatures;
import io.dendrite.data.Features;
import io.dendrite.data.RawBlock;
import io.dendrite.data.RawBlock.Target;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class IdxTest {

  /** Gives at most 3 bytes a time, as a network may. */
  private static InputStream stream(byte[] bytes) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] b, int off, int len) {
        return super.read(b, off, Math.min(3, len));
      }
    };
  }

  private static byte[] file(int type, int[] dims, byte... data) {
    ByteBuffer buffer = ByteBuffer.allocate(4 + 4 * dims.length + data.length);
    buffer.putInt(type << 8 | dims.length);
    for (int dim : dims) {
      buffer.putInt(dim);
    }
    return buffer.put(data).array();
  }

  private static byte[] images() throws IOException {
    byte[] pixels = new byte[5 * 6];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 9);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IdxWriter.images(out, 5, 2, 3, pixels);
    return out.toByteArray();
  }

  private static void bad(byte[] file, long length, String... parts) {
    assertThatThrownBy(
            () -> {
              IdxReader reader = new IdxReader(stream(file), length);
              while (reader.next(2) != null) {}
            })
        .isInstanceOf(BadFile.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void imagesComeBackInBlocks() throws IOException {
    byte[] file = images();
    assertThat(Arrays.copyOf(file, 16))
        .containsExactly(0, 0, 8, 3, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 3);
    for (long length : new long[] {-1, file.length}) {
      IdxReader reader = new IdxReader(stream(file), length);
      assertThat(reader.header()).isEqualTo(new IdxHeader(8, 3, 5, 6));
      assertThat(reader.next(2).rows()).isEqualTo(2);
      Features block = reader.next(2);
      assertThat(CsvFormatTest.row(block, 1)).containsExactly(162, 171, 180, 189, 198, 207);
      assertThat(reader.next(2).rows()).isEqualTo(1);
      assertThat(reader.next(2)).isNull();
    }
    Features all = new IdxReader(stream(file), -1).next(Integer.MAX_VALUE);
    assertThat(all).isInstanceOf(ByteFeatures.class);
    assertThat(all.rows()).isEqualTo(5);
  }

  @Test
  void otherTypesAreRead() throws IOException {
    byte[] signed = file(0x09, new int[] {2, 2}, (byte) 1, (byte) -1, (byte) 127, (byte) -128);
    assertThat(CsvFormatTest.row(new IdxReader(stream(signed), -1).next(1), 0))
        .containsExactly(1, -1);
    byte[] shorts = file(0x0B, new int[] {1, 2}, (byte) 1, (byte) 0x80, (byte) 0xff, (byte) 0xfe);
    assertThat(CsvFormatTest.row(new IdxReader(stream(shorts), -1).next(1), 0))
        .containsExactly(0x180, -2);
    byte[] ints = ByteBuffer.allocate(8).putInt(-70000).putInt(1 << 24).array();
    assertThat(
            CsvFormatTest.row(
                new IdxReader(stream(file(0x0C, new int[] {1, 2}, ints)), -1).next(1), 0))
        .containsExactly(-70000, 1 << 24);
    byte[] floats = ByteBuffer.allocate(8).putFloat(-0.25f).putFloat(1e30f).array();
    assertThat(
            CsvFormatTest.row(
                new IdxReader(stream(file(0x0D, new int[] {1, 2}, floats)), -1).next(1), 0))
        .containsExactly(-0.25f, 1e30f);
    byte[] column = file(8, new int[] {3}, (byte) 7, (byte) 8, (byte) 9);
    assertThat(new IdxReader(stream(column), 11).next(9).width()).isEqualTo(1);
    assertThat(new IdxReader(stream(file(8, new int[] {0, 4})), 12).next(9)).isNull();
  }

  @Test
  void labelsOfAllWholeTypes() throws IOException {
    byte[] bytes = file(8, new int[] {2}, (byte) 5, (byte) 200);
    assertThat(IdxReader.labels(stream(bytes), 10)).containsExactly(5, 200);
    byte[] ints = file(0x0C, new int[] {1}, ByteBuffer.allocate(4).putInt(-70000).array());
    assertThat(IdxReader.labels(stream(ints), -1)).containsExactly(-70000);
    assertThatThrownBy(() -> IdxReader.labels(stream(images()), -1))
        .isInstanceOf(BadFile.class)
        .hasMessageContaining("not a label file: 3 dimensions");
    assertThatThrownBy(() -> IdxReader.labels(stream(file(0x0D, new int[] {1}, new byte[4])), -1))
        .hasMessageContaining("0x0d");
    assertThatThrownBy(() -> IdxReader.labels(stream(Arrays.copyOf(bytes, 9)), -1))
        .hasMessage("truncated: the header promises 2 rows of 1 bytes, found 1 whole rows");
    IdxFormat.checkSameLength(2, 2);
    assertThatThrownBy(() -> IdxFormat.checkSameLength(3, 2)).hasMessage("3 images, but 2 labels");
  }

  @Test
  void damagedFilesAreRefused() throws IOException {
    byte[] file = images();
    bad(new byte[0], -1, "not an IDX file: begins with 0x,", "expected");
    bad(new byte[] {0x1f, (byte) 0x8b, 8, 0}, -1, "begins with 0x1f8b0800");
    bad(file(0x0E, new int[] {1}, new byte[8]), -1, "begins with 0x00000e01");
    bad(file(8, new int[0]), -1, "begins with 0x00000800");
    bad(Arrays.copyOf(file, 13), -1, "ends within its header");
    String promised = "the header promises 5 rows of 6 bytes, found 4 whole rows";
    bad(Arrays.copyOf(file, file.length - 1), -1, promised);
    bad(Arrays.copyOf(file, file.length - 1), file.length - 1, promised);
    assertThatThrownBy(() -> new IdxReader(stream(file), file.length - 7))
        .hasMessage("truncated: the header promises 5 rows of 6 bytes, found 3 whole rows");
    bad(Arrays.copyOf(file, file.length + 2), -1, "bytes are left after the 5 rows");
    bad(Arrays.copyOf(file, file.length + 2), file.length + 2, "2 bytes are left after the 5 rows");
    bad(file(8, new int[] {3, 0}), -1, "dimension 2 makes a row of 0 values");
    bad(file(8, new int[] {3, -1}), -1, "dimension 2 is 4294967295");
    bad(file(8, new int[] {3, 1 << 16, 1 << 16}), -1, "dimension 3 makes a row of 4294967296");
    byte[] nan = ByteBuffer.allocate(8).putFloat(1).putFloat(Float.NaN).array();
    bad(file(0x0D, new int[] {2, 1}, nan), -1, "row 2, value 1: found NaN");
  }

  /**
   * A promise of two billion rows, or of one row of 2 GB, without the bytes: no more than the
   * bytes' worth is allocated.
   */
  @Test
  void hostileLengthsAllocateNothing() {
    int most = Integer.MAX_VALUE;
    byte[][] files = {
      file(8, new int[] {most, 1}, new byte[10]),
      file(8, new int[] {most, most - 8}, new byte[10]),
      file(0x0D, new int[] {most, 1 << 28}, new byte[10]),
      file(8, new int[] {1, 1 << 15, 1 << 15, 1}, new byte[10])
    };
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    for (byte[] file : files) {
      bad(file, file.length, "truncated");
      long before = threads.getCurrentThreadAllocatedBytes();
      bad(file, -1, "truncated");
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
    }
    byte[] labels = file(8, new int[] {most - 8}, new byte[3]);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> IdxReader.labels(stream(labels), -1)).isInstanceOf(BadFile.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(4 << 20);
  }

  @Test
  void cutGzipIsTruncation() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(images());
    }
    byte[] whole = out.toByteArray();
    for (int cut = 20; cut < whole.length; cut++) {
      InputStream in = new GZIPInputStream(new ByteArrayInputStream(whole, 0, cut));
      assertThatThrownBy(() -> new IdxReader(in, -1).next(9))
          .isInstanceOf(BadFile.class)
          .hasMessageContaining("truncated");
    }
  }

  @Test
  void labelsLieBesideTheImages() {
    assertThat(IdxFormat.labelsNameFor("train-images-idx3-ubyte.gz"))
        .containsExactly("train-labels-idx1-ubyte.gz", "train-labels-idx1-ubyte");
    assertThat(IdxFormat.labelsNameFor("t10k-images.idx3-ubyte"))
        .containsExactly("t10k-labels.idx1-ubyte", "t10k-labels.idx1-ubyte.gz");
    assertThat(IdxFormat.labelsNameFor("images")).containsExactly("labels", "labels.gz");
    assertThat(IdxFormat.labelsNameFor("data-idx3-ubyte")).isEmpty();
  }

  @Test
  void blocksOfImagesAndLabels() {
    ByteFeatures rows = new ByteFeatures(3, 1, new byte[3]);
    int[] labels = {4, 7, -1, 7};
    RawBlock classes = IdxFormat.block(rows, labels, 1, Target.CLASS);
    assertThat(classes.labelNames()).containsExactly("7", "-1");
    assertThat(classes.labelCodes()).containsExactly(0, 1, 0);
    assertThat(IdxFormat.block(rows, labels, 1, Target.NUMBERS).targets())
        .containsExactly(7, -1, 7);
    assertThat(IdxFormat.block(rows, new int[0], 0, Target.NONE).rows()).isEqualTo(3);
  }

  @Test
  void theWriterChecksItsSizes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdxWriter.images(out, 2, 2, 2, new byte[7]));
    assertThatIllegalArgumentException().isThrownBy(() -> IdxWriter.header(out));
    assertThatIllegalArgumentException().isThrownBy(() -> IdxWriter.header(out, -1));
    assertThat(out.size()).isZero();
  }
}
