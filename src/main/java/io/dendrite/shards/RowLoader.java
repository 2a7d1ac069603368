package io.dendrite.shards;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.Encoding;
import io.dendrite.data.Features;
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
 * Turns parsed rows into shards: encodes the rows, distributes them over the shards by a hash of
 * their content, packs them into blocks and caches the blocks. The same rows give the same blocks,
 * however the rows are distributed over files.
 */
public final class RowLoader {
  private static final StorageLevel CACHE = StorageLevel.MEMORY_AND_DISK();

  private RowLoader() {}

  /**
   * Training and validation rows, packed into shards.
   *
   * @param validation validation rows; null if none are held out
   */
  public record Split(ShardedRows train, ShardedRows validation) {}

  /** Packs all rows into shards. */
  public static ShardedRows load(RawRows raw, Encoding encoding, int shards, int slots) {
    return sides(raw, encoding, shards, 0, slots).train();
  }

  /**
   * Packs the rows held out for validation into shards, and the remaining rows into other shards.
   * Whether a row is held out depends only on its content and on the number of equal rows before
   * it. Adding rows to the data therefore moves no other row between training and validation, and
   * equal rows can be in both. If no row or every row would be held out, the rows with the smallest
   * hashes are held out instead. The number of held-out rows follows from the fraction, but is at
   * least one and less than the number of all rows.
   *
   * @param fraction fraction of the rows that is held out for validation
   */
  static Split split(RawRows raw, Encoding encoding, int shards, double fraction, int slots) {
    Split split = sides(raw, encoding, shards, fraction, slots);
    if (fraction == 0) {
      return split;
    }
    long all = split.train().rows() + split.validation().rows();
    if (all < 2 || split.train().rows() > 0 && split.validation().rows() > 0) {
      return split;
    }
    double exact =
        Holdout.fraction(
            split.train().rowBlocks().union(split.validation().rowBlocks()),
            Holdout.wanted(fraction, all));
    split.train().unpersist();
    split.validation().unpersist();
    return sides(raw, encoding, shards, exact, slots);
  }

  private static Split sides(
      RawRows raw, Encoding encoding, int shards, double fraction, int slots) {
    Side train = Side.place(raw, encoding, shards, fraction, false, slots);
    Side held = null;
    try {
      held = fraction == 0 ? null : Side.place(raw, encoding, shards, fraction, true, slots);
      return spread(train, held, fraction, slots);
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      train.packed.rows().unpersist();
      if (held != null) {
        held.packed.rows().unpersist();
      }
      throw e;
    }
  }

  /**
   * Moves each repetition of a row to the shard, of the training or of the validation rows, that
   * the repetition's new key determines.
   */
  private static Split spread(Side train, Side held, double fraction, int slots) {
    if (!train.packed.repeats() && (held == null || !held.packed.repeats())) {
      return new Split(train.packed.rows(), held == null ? null : held.packed.rows());
    }
    JavaRDD<RowBlock> repeats =
        held == null ? train.repeats() : train.repeats().union(held.repeats());
    ShardedRows spread = train.with(repeats, fraction, false, slots);
    ShardedRows spreadHeld = held == null ? null : held.with(repeats, fraction, true, slots);
    train.packed.rows().unpersist();
    if (held != null) {
      held.packed.rows().unpersist();
    }
    return new Split(spread, spreadHeld);
  }

  /**
   * Either the rows that are held out or the remaining rows, distributed over shards. Equal rows
   * lie next to each other.
   */
  private record Side(JavaRDD<RowBlock> placed, ShardLayout layout, Packed packed) {
    static Side place(
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
                    return scatter(
                        rows, layout, row -> Holdout.contains(rows, row, fraction) == heldOut);
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
      return new Side(placed, layout, pack(placed, layout, slots));
    }

    /**
     * The repetitions of rows: of each set of equal rows, all rows except the first, each with a
     * new key.
     */
    JavaRDD<RowBlock> repeats() {
      return placed.map(block -> block.spreadRepeats().whereKeyDiffers(block, true));
    }

    /**
     * Packs the rows of this data set (training or validation) without their repetitions, together
     * with the given repetitions that belong to this data set.
     */
    ShardedRows with(JavaRDD<RowBlock> repeats, double fraction, boolean heldOut, int slots) {
      // A local variable, so that Spark sends only the layout with the tasks.
      ShardLayout layout = this.layout;
      JavaPairRDD<Integer, RowBlock> pieces =
          repeats.flatMapToPair(
              rows ->
                  scatter(rows, layout, row -> Holdout.contains(rows, row, fraction) == heldOut));
      JavaRDD<RowBlock> spread =
          placed
              .map(block -> block.spreadRepeats().whereKeyDiffers(block, false))
              .zipPartitions(
                  pieces.partitionBy(layout),
                  (kept, moved) -> {
                    List<RowBlock> parts = new ArrayList<>();
                    kept.forEachRemaining(parts::add);
                    moved.forEachRemaining(pair -> parts.add(pair._2()));
                    return List.of(RowBlock.concat(parts).sorted()).iterator();
                  })
              .persist(CACHE);
      return pack(spread, layout, slots).rows();
    }
  }

  private record Packed(ShardedRows rows, boolean repeats) {}

  /** The report of a task about one block that the task has packed. */
  private record BlockReport(
      int rows, long fingerprint, boolean repeats, boolean weighted, long bytes)
      implements Serializable {}

  /**
   * Computes and caches all blocks, and collects the blocks' manifest. The blocks of a group of
   * shards are cached on one executor.
   */
  private static Packed pack(JavaRDD<RowBlock> blocks, ShardLayout layout, int slots) {
    try {
      return measured(blocks, layout, slots);
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      blocks.unpersist(false);
      throw e;
    }
  }

  private static Packed measured(JavaRDD<RowBlock> blocks, ShardLayout layout, int slots) {
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
   * Computes the mean, standard deviation and range of every feature. The rows and blocks of a
   * shard are added in order, and the shards in the fixed order of the canonical tree.
   */
  public static ColumnStatistics statistics(ShardedRows data, int slots) {
    return statistics(data, RowBlock::features, slots);
  }

  /** Chooses the columns of a block whose statistics are computed. */
  interface Columns extends Serializable {
    Features of(RowBlock block);
  }

  /**
   * Computes the statistics of the chosen columns; rows, blocks and shards are added in the same
   * order as in {@link #statistics}.
   */
  static ColumnStatistics statistics(ShardedRows data, Columns columns, int slots) {
    int perShard = data.layout().blocksPerShard();
    return data.sum(
        slots,
        ColumnStatistics.class,
        (shard, blocks) -> {
          ColumnStatistics sum = ColumnStatistics.of(columns.of(blocks.get(shard, 0)));
          for (int b = 1; b < perShard; b++) {
            sum.merge(ColumnStatistics.of(columns.of(blocks.get(shard, b))));
          }
          return sum;
        },
        ColumnStatistics::merge);
  }

  private interface RowTest {
    boolean test(int row);
  }

  /**
   * Splits the chosen rows of a block by the partitions to which they belong: one block for each
   * partition.
   */
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
