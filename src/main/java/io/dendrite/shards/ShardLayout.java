package io.dendrite.shards;

import io.dendrite.math.Rng;
import java.io.Serializable;
import org.apache.spark.Partitioner;

/**
 * Assigns rows to {@code shards} shards of {@code blocksPerShard} blocks each; block b of shard p
 * is partition {@code p * blocksPerShard + b}. The key of a row, a hash of its content, decides the
 * shard and the block, so the layout depends on the data alone.
 */
public final class ShardLayout extends Partitioner implements Serializable {
  private static final long serialVersionUID = 1;
  private static final long SALT = 0x6A09E667F3BCC909L;
  private static final long LEAST_BLOCK = 4L << 20;
  private static final long GREATEST_BLOCK = 64L << 20;

  private final int shards;
  private final int blocksPerShard;

  ShardLayout(int shards, int blocksPerShard) {
    this.shards = shards;
    this.blocksPerShard = blocksPerShard;
  }

  /**
   * Creates a layout whose blocks have a sixteenth of the size of a shard, but at least 4 MiB and
   * at most 64 MiB.
   */
  static ShardLayout forBytes(int shards, long bytes) {
    long shard = bytes / shards;
    long block = Math.max(LEAST_BLOCK, Math.min(GREATEST_BLOCK, shard / 16));
    return new ShardLayout(shards, (int) Math.max(1, (shard + block - 1) / block));
  }

  public int shards() {
    return shards;
  }

  int blocksPerShard() {
    return blocksPerShard;
  }

  /** The partition to which a row with this key belongs. */
  int partitionOf(long key) {
    return (int) Math.multiplyHigh(Rng.mix(key ^ SALT) >>> 1, 2L * numPartitions());
  }

  @Override
  public int numPartitions() {
    return shards * blocksPerShard;
  }

  @Override
  public int getPartition(Object key) {
    return (Integer) key;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ShardLayout layout
        && layout.shards == shards
        && layout.blocksPerShard == blocksPerShard;
  }

  @Override
  public int hashCode() {
    return 31 * shards + blocksPerShard;
  }
}
