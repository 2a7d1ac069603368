package io.dendrite.train;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.Encoding;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Turns parsed rows into shards: encoded, placed by a hash of their content, packed into blocks and cached. The same rows give the same
 * blocks, however they were spread over files.
 */
final class RowLoader {
  private static final StorageLevel CACHE = StorageLevel.MEMORY_AND_DISK();

  private RowLoader() {}

  /**
   * Packs the rows that are held out (or the others) into shards.
   *
   * @param fraction of rows held out for validation
   * @param heldOut these, or the rest
   */
  static ShardedRows load(
      RawRows raw, Encoding encoding, int shards, double fraction, boolean heldOut, int slots) {
    Survey survey = raw.survey();
    boolean bytes = survey.bytesOnly() && !encoding.sparse();
    long share = (long) (survey.bytes(encoding, bytes) * (heldOut ? fraction : 1 - fraction));
    ShardLayout layout = ShardLayout.forBytes(shards, share);
    JavaPairRDD<Integer, RowBlock> pieces =
        raw.chunks()
            .filter(chunk -> chunk.rows() != null)
            .flatMapToPair(
                chunk -> {
                  RowBlock rows = encoding.encode(chunk.rows(), bytes);
                  return scatter(rows, layout, row -> rows.heldOut(row, fraction) == heldOut);
                });
    JavaRDD<RowBlock> placed =
        pieces.partitionBy(layout).mapPartitions(parts -> merge(parts).iterator(), true).persist(CACHE);
    ShardedRows first = packed(placed, layout, slots);
    JavaPairRDD<Integer, RowBlock> repeats =
        placed.flatMapToPair(
            block -> {
              RowBlock spread = block.spreadRepeats();
              RowBlock moved = spread.whereKeyDiffers(block, true);
              return scatter(moved, layout, row -> true);
            });
    if (!anyRepeats(first)) {
      return first;
    }
    JavaRDD<RowBlock> spread =
        placed
            .map(block -> block.spreadRepeats().whereKeyDiffers(block, false))
            .zipPartitions(
                repeats.partitionBy(layout),
                (kept, moved) -> {
                  List<Tuple2<Integer, RowBlock>> parts = new ArrayList<>();
                  kept.forEachRemaining(block -> parts.add(new Tuple2<>(0, block)));
                  moved.forEachRemaining(parts::add);
                  return merge(parts.iterator()).iterator();
                })
            .persist(CACHE);
    ShardedRows second = packed(spread, layout, slots);
    first.unpersist();
    return second;
  }

  private interface RowTest {
    boolean test(int row);
  }

  /** The chosen rows of a block, one piece for each partition that they belong to. */
  private static Iterator<Tuple2<Integer, RowBlock>> scatter(RowBlock rows, ShardLayout layout, RowTest chosen) {
    Map<Integer, List<Integer>> byPartition = new HashMap<>();
    for (int row = 0; row < rows.rows(); row++) {
      if (chosen.test(row)) {
        byPartition.computeIfAbsent(layout.partitionOf(rows.key(row)), p -> new ArrayList<>()).add(row);
      }
    }
    return byPartition.entrySet().stream()
        .map(
            entry ->
                new Tuple2<>(
                    entry.getKey(), rows.select(entry.getValue().stream().mapToInt(Integer::intValue).toArray())))
        .iterator();
  }
}
