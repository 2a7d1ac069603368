package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import io.dendrite.Counts;
import io.dendrite.data.DataException;
import io.dendrite.model.TrainedModel;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Models and Parquet files with seeded damage: one sentence and no other exception, hang or great
 * allocation. A model that can be read is what was written; Parquet's values have no checksums that
 * Spark would look at.
 */
@Tag("fault")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class HostileFilesTest extends TrainingTest {
  private static final byte[] SPICE =
      "\"{}[]:,\\ 0123456789-eE.nulltrue".getBytes(StandardCharsets.US_ASCII);

  /** Overwrites, deletes or repeats a few bytes. */
  private static byte[] damaged(byte[] valid, Random random) {
    byte[] damaged = valid.clone();
    for (int n = random.nextInt(3); n >= 0; n--) {
      int at = random.nextInt(damaged.length);
      int length = Math.min(damaged.length - at, 1 + random.nextInt(random.nextBoolean() ? 4 : 40));
      switch (random.nextInt(3)) {
        case 0 -> {
          for (int i = 0; i < length; i++) {
            boolean any = random.nextInt(3) == 0;
            damaged[at + i] = any ? (byte) random.nextInt() : SPICE[random.nextInt(SPICE.length)];
          }
        }
        case 1 -> {
          byte[] shorter = new byte[damaged.length - length];
          System.arraycopy(damaged, 0, shorter, 0, at);
          System.arraycopy(damaged, at + length, shorter, at, shorter.length - at);
          damaged = shorter.length == 0 ? new byte[1] : shorter;
        }
        default -> {
          byte[] longer = new byte[damaged.length + length];
          System.arraycopy(damaged, 0, longer, 0, at + length);
          System.arraycopy(damaged, at, longer, at + length, damaged.length - at);
          damaged = longer;
        }
      }
    }
    return damaged;
  }

  private static void requireSentence(Exception e, String what) {
    assertThat(e.getMessage())
        .as(what)
        .isNotBlank()
        .hasSizeLessThan(1200)
        .doesNotContain("\n\tat ");
  }

  @Test
  void models() throws IOException {
    train("data.train=" + write("rows.csv", csv(60)));
    Path model = dir.resolve("model");
    float[] right = TrainedModel.load(model.toString(), new Configuration()).parameters();
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    Random random = new Random(1);
    int refused = 0;
    int times = Counts.of(600, 30_000);
    for (int i = 0; i < times; i++) {
      Path file = model.resolve(random.nextInt(4) > 0 ? "model.json" : "weights.safetensors");
      byte[] valid = Files.readAllBytes(file);
      Files.write(file, damaged(valid, random));
      long before = threads.getCurrentThreadAllocatedBytes();
      try {
        TrainedModel loaded = TrainedModel.load(model.toString(), new Configuration());
        assertThat(loaded.parameters()).isEqualTo(right);
      } catch (DataException | IOException refusal) {
        requireSentence(refusal, "case " + i);
        refused++;
      } catch (Throwable other) {
        fail(
            "case " + i + ": " + new String(Files.readAllBytes(file), StandardCharsets.UTF_8),
            other);
      }
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as("bytes of case %s", i)
          .isLessThan(64L << 20);
      Files.write(file, valid);
    }
    assertThat(refused).isBetween(times / 2, times);
  }

  @Test
  void parquet() throws IOException {
    Path rows = write("rows.csv", csv(200));
    Path table = dir.resolve("table");
    SPARK
        .read()
        .option("header", true)
        .option("inferSchema", true)
        .csv(rows.toString())
        .selectExpr("a", "b", "array(c, d, e) as v", "label")
        .coalesce(1)
        .write()
        .parquet(table.toString());
    Path file;
    try (Stream<Path> files = Files.list(table)) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    byte[] valid = Files.readAllBytes(file);
    // By its directory, so that its own name can only come from what went wrong.
    Path only = Files.createDirectory(dir.resolve("only"));
    Path one = only.resolve("one.parquet");
    Files.write(one, valid);
    String[] quick = {
      "data.train=" + only,
      "data.format=parquet",
      "train.epochs=1",
      "network.layers=[\"inner-product 3\"]"
    };
    String right = train(quick).weightsSha256();
    Random random = new Random(2);
    int refused = 0;
    int unreadable = 0;
    int times = Counts.of(60, 1000);
    for (int i = 0; i < times; i++) {
      Files.write(one, damaged(valid, random));
      try {
        train(quick);
      } catch (Exception failure) {
        // A task's failure comes with Spark's around it, of which the user sees nothing.
        Throwable refusal = failure;
        while (refusal != null && !(refusal instanceof DataException)) {
          refusal = refusal.getCause();
        }
        if (refusal == null) {
          fail("case " + i, failure);
        }
        if (refusal.getMessage().contains(" cannot be read as Parquet: ")) {
          assertThat(refusal.getMessage()).as("case " + i).contains("one.parquet: ");
          unreadable++;
        }
        requireSentence((Exception) refusal, "case " + i);
        refused++;
      }
    }
    assertThat(refused).isBetween(times / 4, times);
    assertThat(unreadable).isPositive();
    Files.write(one, valid);
    assertThat(train(quick).weightsSha256()).isEqualTo(right);
  }
}
