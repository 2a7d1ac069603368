package io.dendrite.shards;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.Encoding;
import io.dendrite.data.RowBlock;
import io.dendrite.input.InputSummary;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * Turns parsed rows into shards: encoded, placed by a hash of their content, packed into blocks and
 * cached. The same rows give the same blocks, however they were spread over files.
 */
public final class RowLoader {
  private static final StorageLevel CACHE = StorageLevel.MEMORY_AND_DISK();

  private RowLoader() {}

  /**
   * Packs either the rows held out for validation or the remaining rows into shards.
   *
   * @param fraction of rows held out for validation
   * @param heldOut whether to pack the rows held out
   */
  public static ShardedRows load(
      RawRows raw, Encoding encoding, int shards, double fraction, boolean heldOut, int slots) {
    InputSummary summary = raw.summary();
    boolean bytes = summary.bytesOnly() && !encoding.sparse();
    long share = (long) (summary.bytes(encoding, bytes) * (heldOut ? fraction : 1 - fraction));
    ShardLayout layout = ShardLayout.forBytes(shards, share);
    RowBlock nothing = encoding.nothing(bytes, summary.weighted());
    JavaPairRDD<Integer, RowBlock> pieces =
        raw.chunks()
            .filter(chunk -> chunk.rows() != null)
            .flatMapToPair(
                chunk -> {
                  RowBlock rows = encoding.encode(chunk.rows(), bytes);
                  return scatter(rows, layout, row -> rows.heldOut(row, fraction) == heldOut);
                });
    JavaRDD<RowBlock> placed =
        pieces
            .partitionBy(layout)
            .mapPartitions(
                pairs -> {
                  List<RowBlock> parts = new ArrayList<>(List.of(nothing));
                  pairs.forEachRemaining(pair -> parts.add(pair._2()));
                  return List.of(RowBlock.concat(parts).sorted()).iterator();
                },
                true)
            .persist(CACHE);
    Packed first = pack(placed, layout, slots);
    if (!first.repeats()) {
      return first.rows();
    }
    JavaPairRDD<Integer, RowBlock> repeats =
        placed.flatMapToPair(
            block ->
                scatter(block.spreadRepeats().whereKeyDiffers(block, true), layout, row -> true));
    JavaRDD<RowBlock> spread =
        placed
            .map(block -> block.spreadRepeats().whereKeyDiffers(block, false))
            .zipPartitions(
                repeats.partitionBy(layout),
                (kept, moved) -> {
                  List<RowBlock> parts = new ArrayList<>();
                  kept.forEachRemaining(parts::add);
                  moved.forEachRemaining(pair -> parts.add(pair._2()));
                  return List.of(RowBlock.concat(parts).sorted()).iterator();
                })
            .persist(CACHE);
    Packed second = pack(spread, layout, slots);
    first.rows().unpersist();
    return second.rows();
  }

  private record Packed(ShardedRows rows, boolean repeats) {}

  /** What a task reports about one block. */
  private record BlockReport(
      int rows, long fingerprint, boolean repeats, boolean weighted, long bytes)
      implements Serializable {}

  /**
   * Computes and caches all blocks, keeps the blocks of a group of shards on one executor, and
   * collects their manifest.
   */
  private static Packed pack(JavaRDD<RowBlock> blocks, ShardLayout layout, int slots) {
    int[][] rows = new int[layout.shards()][layout.blocksPerShard()];
    long[][] fingerprints = new long[layout.shards()][layout.blocksPerShard()];
    ShardedRows unknown =
        new ShardedRows(
            blocks.rdd(), layout, new ShardedRows.Manifest(rows, fingerprints), false, 0);
    int perShard = layout.blocksPerShard();
    List<BlockReport[]> reports =
        unknown.spread(
            Slots.places(blocks.context(), slots),
            BlockReport[].class,
            (first, end, group) -> {
              BlockReport[] report = new BlockReport[(end - first) * perShard];
              for (int i = 0; i < report.length; i++) {
                report[i] = report(group.get(first + i / perShard, i % perShard));
              }
              return report;
            });
    List<BlockReport> all = reports.stream().flatMap(Arrays::stream).toList();
    for (int i = 0; i < all.size(); i++) {
      rows[i / perShard][i % perShard] = all.get(i).rows();
      fingerprints[i / perShard][i % perShard] = all.get(i).fingerprint();
    }
    boolean weighted = all.stream().anyMatch(BlockReport::weighted);
    long bytes = all.stream().mapToLong(BlockReport::bytes).sum();
    ShardedRows packed = new ShardedRows(blocks.rdd(), layout, unknown.manifest(), weighted, bytes);
    return new Packed(packed, all.stream().anyMatch(BlockReport::repeats));
  }

  private static BlockReport report(RowBlock block) {
    return new BlockReport(
        block.rows(),
        block.fingerprint(),
        block.spreadRepeats() != block,
        block.weighted(),
        block.bytes());
  }

  /**
   * Mean, deviation and range of every feature; blocks and rows are added in order, shards in the
   * canonical tree.
   */
  public static ColumnStatistics statistics(ShardedRows data, int slots) {
    int perShard = data.layout().blocksPerShard();
    return data.sum(
        slots,
        ColumnStatistics.class,
        (shard, blocks) -> {
          ColumnStatistics sum = ColumnStatistics.of(blocks.get(shard, 0).features());
          for (int b = 1; b < perShard; b++) {
            sum.merge(ColumnStatistics.of(blocks.get(shard, b).features()));
          }
          return sum;
        },
        ColumnStatistics::merge);
  }

  private interface RowTest {
    boolean test(int row);
  }

  /** Splits the chosen rows of a block into one piece for each partition that they belong to. */
  private static Iterator<Tuple2<Integer, RowBlock>> scatter(
      RowBlock rows, ShardLayout layout, RowTest chosen) {
    int[] partition = new int[rows.rows()];
    int[] counts = new int[layout.numPartitions()];
    for (int row = 0; row < partition.length; row++) {
      partition[row] = chosen.test(row) ? layout.partitionOf(rows.key(row)) : -1;
      if (partition[row] >= 0) {
        counts[partition[row]]++;
      }
    }
    int[][] members = new int[counts.length][];
    int[] found = new int[counts.length];
    for (int row = 0; row < partition.length; row++) {
      int p = partition[row];
      if (p >= 0) {
        members[p] = members[p] == null ? new int[counts[p]] : members[p];
        members[p][found[p]++] = row;
      }
    }
    return IntStream.range(0, counts.length)
        .filter(p -> counts[p] > 0)
        .mapToObj(p -> new Tuple2<>(p, rows.select(members[p])))
        .iterator();
  }
}
