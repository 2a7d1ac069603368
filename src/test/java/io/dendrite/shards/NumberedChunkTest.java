package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.data.format.IdxWriter;
import io.dendrite.input.Chunk;
import io.dendrite.input.NumberedChunk;
import io.dendrite.input.RowRequest;
import io.dendrite.input.SparkTest;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberedChunkTest extends SparkTest {
  private static final int ROWS = 40_000;
  private static final int CHUNKS = 40;

  /**
   * One file is one partition; its chunks go evenly to all slots, and every row keeps its number.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 100})
  void chunksOfOneFileAreSpreadInOrder(int slots) throws Exception {
    try (RawRows raw = rows()) {
      assertThat(raw.chunks().getNumPartitions()).isEqualTo(1);
      JavaRDD<NumberedChunk> spread = NumberedChunk.all(raw.chunks(), slots);
      List<NumberedChunk> chunks = spread.collect();
      int partitions = Math.min(slots, CHUNKS);
      assertThat(chunks).hasSize(CHUNKS);
      assertThat(spread.getNumPartitions()).isEqualTo(partitions);
      assertThat(spread.glom().collect())
          .allSatisfy(
              some ->
                  assertThat(some.size())
                      .isBetween(CHUNKS / partitions, (CHUNKS - 1) / partitions + 1));
      float[] value = new float[1];
      long next = 0;
      for (NumberedChunk chunk : chunks) {
        assertThat(chunk.firstRow()).isEqualTo(next);
        for (int row = 0; row < chunk.chunk().rows().rows(); row++, next++) {
          chunk.chunk().rows().features().scatter(row, value, 0);
          assertThat(value[0]).isEqualTo(next % 251);
        }
      }
      assertThat(next).isEqualTo(ROWS);
    }
  }

  @Test
  void partitionsThatFillTheSlotsStayWhereTheyAre() throws Exception {
    try (RawRows raw = rows()) {
      JavaRDD<Chunk> two = raw.chunks().repartition(2);
      JavaRDD<NumberedChunk> numbered = NumberedChunk.all(two, 2);
      assertThat(numbered.getNumPartitions()).isEqualTo(2);
      List<NumberedChunk> chunks = numbered.collect();
      for (int i = 1; i < chunks.size(); i++) {
        NumberedChunk before = chunks.get(i - 1);
        assertThat(chunks.get(i).firstRow())
            .isEqualTo(before.firstRow() + before.chunk().rows().rows());
      }
    }
  }

  private RawRows rows() throws Exception {
    Path images = dir.resolve("t-images-idx3-ubyte");
    byte[] pixels = new byte[ROWS];
    for (int i = 0; i < ROWS; i++) {
      pixels[i] = (byte) (i % 251);
    }
    try (OutputStream out = Files.newOutputStream(images)) {
      IdxWriter.images(out, ROWS, 1, 1, pixels);
    }
    try (OutputStream out = Files.newOutputStream(dir.resolve("t-labels-idx1-ubyte"))) {
      IdxWriter.labels(out, new byte[ROWS]);
    }
    TrainConfig.Data data =
        Configs.of(List.of("data.train=" + images, "network.layers=[\"inner-product 1\"]")).data();
    RowRequest request =
        new RowRequest("data.train", data.train(), "", data, true, true, null, false);
    return RawRows.read(SPARK, request, sentence -> {});
  }
}
