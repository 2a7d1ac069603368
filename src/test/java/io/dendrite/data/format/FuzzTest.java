package io.dendrite.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.dendrite.data.BadFile;
import io.dendrite.data.BadRow;
import io.dendrite.data.Features;
import io.dendrite.data.RawBlock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Seeded damage to valid input: a clear refusal or rows that keep their promises, and no other
 * exception or allocation.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FuzzTest {
  private static final int TIMES = 20_000;
  private static final byte[] SPICE =
      "\"\"\",,;:  \t\r\n#-+.eE0123456789NAnull?xqid\0\u00ff".getBytes(StandardCharsets.ISO_8859_1);

  private interface Parser {
    void parse(byte[] input) throws IOException;
  }

  /** Overwrites, inserts, deletes or repeats a few bytes. */
  private static byte[] damaged(byte[] valid, Random random) {
    byte[] b = valid;
    for (int n = random.nextInt(5); n >= 0; n--) {
      int at = random.nextInt(b.length + 1);
      int length = Math.min(b.length - at, random.nextInt(4));
      int kind = random.nextInt(4);
      byte[] middle = new byte[kind == 0 ? 0 : length + (kind == 1 ? 1 : 0)];
      for (int i = 0; i < middle.length; i++) {
        boolean any = random.nextInt(4) == 0;
        middle[i] = any ? (byte) random.nextInt() : SPICE[random.nextInt(SPICE.length)];
      }
      int skip = kind == 3 ? 0 : length;
      byte[] next = Arrays.copyOf(b, b.length - skip + middle.length);
      System.arraycopy(middle, 0, next, at, middle.length);
      System.arraycopy(b, at + skip, next, at + middle.length, b.length - at - skip);
      b = next;
    }
    return b;
  }

  private static void fuzz(List<byte[]> valid, long seed, Parser parser) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(seed);
    int refused = 0;
    for (int i = 0; i < TIMES; i++) {
      byte[] input = damaged(valid.get(random.nextInt(valid.size())), random);
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        parser.parse(input);
      } catch (BadRow | BadFile | IllegalArgumentException clear) {
        assertThat(clear.getMessage()).isNotBlank().hasSizeLessThan(500);
        refused++;
      } catch (Throwable other) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        fail("case " + i + ": " + text, other);
      }
      if (threads.getCurrentThreadAllocatedBytes() - before > 8 << 20) {
        fail("case " + i + " allocates more than 8 MiB");
      }
    }
    assertThat(refused).as("refused").isBetween(TIMES / 10, TIMES - TIMES / 100);
  }

  private static List<byte[]> bytes(String... lines) {
    return Arrays.stream(lines).map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
  }

  private static void checkRow(RawBlock.Builder out, boolean added, boolean missing) {
    RawBlock block = out.build();
    assertThat(block.rows()).isEqualTo(added ? 1 : 0);
    if (!added || block.features().width() > 1000) {
      return;
    }
    for (float value : CsvFormatTest.row(block.features(), 0)) {
      assertThat(Float.isFinite(value) || (missing && Float.isNaN(value))).isTrue();
    }
    if (block.targets() != null) {
      assertThat(Float.isFinite(block.targets()[0])).isTrue();
    }
    if (block.weights() != null) {
      assertThat(block.weights()[0]).isBetween(0f, Float.MAX_VALUE);
    }
    if (block.labelNames() != null) {
      assertThat(block.labelNames()).hasSize(1).doesNotContain("");
    }
  }

  @Test
  void csv() {
    for (int mode = 0; mode < 4; mode++) {
      boolean classes = mode % 2 == 0;
      boolean missing = mode < 2;
      CsvFormat format =
          new CsvFormat(
              new CsvSettings(
                  List.of("a", "b", "w", "c", "y"),
                  0,
                  ',',
                  '"',
                  List.of("y"),
                  List.of(),
                  "w",
                  List.of("b"),
                  classes,
                  missing,
                  CsvSettings.USUAL_MISSING,
                  true));
      List<byte[]> valid =
          bytes("12.5,Bern,1,-3e-7,5\r\n", "\"1\",\"a, \"\"b\"\"\",0.25,1e10,\"7\"", "1,x,0,2,3");
      fuzz(
          valid,
          20 + mode,
          input -> {
            RawBlock.Builder out = RawBlock.builder(format.schema());
            boolean clean = false;
            try {
              boolean added = format.parse(input, 0, input.length, out);
              checkRow(out, added, missing);
              clean = true;
            } finally {
              assertThat(clean || out.build().rows() == 0).isTrue();
            }
          });
    }
  }

  @Test
  void csvHeader() {
    fuzz(
        bytes("age,\"the city\",pay\r\n", "\"a\",\"b\"\"c\"", "x1,x2,x3,y"),
        31,
        input -> {
          List<String> names = CsvFormat.parseHeader(input, ',', '"');
          new CsvFormat(CsvSettings.commaSeparated(names, names.get(names.size() - 1), true));
        });
  }

  @Test
  void libSvm() {
    for (int mode = 0; mode < 4; mode++) {
      LibSvmFormat format = new LibSvmFormat(mode < 2 ? -1 : 40, mode % 2 == 0, true);
      fuzz(
          bytes("+1 1:0.5 7:-2e-3 12:1 # note\r\n", "-1 3:1 4:1 5:1e5 33:7", "0.5 1:1"),
          40 + mode,
          input -> {
            RawBlock.Builder out = RawBlock.builder(format.schema());
            checkRow(out, format.parse(input, 0, input.length, out), false);
          });
    }
  }

  @Test
  void idx() throws IOException {
    ByteArrayOutputStream images = new ByteArrayOutputStream();
    IdxWriter.images(images, 7, 3, 3, new byte[63]);
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    IdxWriter.labels(labels, new byte[] {5, 0, 4, 1, 9});
    byte[] floats = images.toByteArray();
    floats[2] = 0x0D;
    floats = Arrays.copyOf(floats, 16 + 4 * 63);
    Random lengths = new Random(1);
    fuzz(
        List.of(images.toByteArray(), labels.toByteArray(), floats),
        50,
        input -> {
          long length = lengths.nextBoolean() ? input.length : -1;
          IdxReader reader = new IdxReader(new ByteArrayInputStream(input), length);
          int rows = 0;
          for (Features block = reader.next(3); block != null; block = reader.next(3)) {
            rows += block.rows();
          }
          assertThat(rows).isEqualTo(reader.header().rows());
          long promised = 4 + 4L * reader.header().dimensions();
          promised += (long) rows * reader.header().rowBytes();
          assertThat(promised).isEqualTo(input.length);
        });
    fuzz(
        List.of(labels.toByteArray()),
        51,
        input -> IdxReader.labels(new ByteArrayInputStream(input), -1));
  }
}
