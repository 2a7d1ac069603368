package io.dendrite.task;

import io.dendrite.data.EpochOrder;
import io.dendrite.data.RowBlock;
import io.dendrite.net.Workspace;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import java.util.Arrays;

/**
 * Reads the rows of one shard in the order of an epoch. Keeps the blocks that hold the shard's rows
 * of the last mini-batch, since the shard's rows of the next mini-batch are most often in the same
 * blocks.
 */
public final class ShardReader {
  private final int shard;
  private final long seed;
  private final ShardedRows.Manifest manifest;
  private final ShardJob.Blocks blocks;
  private final RowBlock[] open;
  private EpochOrder order;
  private long epoch = -1;
  private int firstWindow = -1;
  private int lastWindow = -1;

  public ShardReader(int shard, long seed, ShardedRows.Manifest manifest, ShardJob.Blocks blocks) {
    this.shard = shard;
    this.seed = seed;
    this.manifest = manifest;
    this.blocks = blocks;
    open = new RowBlock[manifest.rows()[shard].length];
  }

  public int shard() {
    return shard;
  }

  /**
   * Reads the blocks that hold the rows at positions {@code from} (inclusive) to {@code to}
   * (exclusive) of an epoch's order.
   */
  public void open(long epoch, int from, int to) {
    if (this.epoch != epoch) {
      order = new EpochOrder(seed, epoch, shard, manifest.rows()[shard]);
      this.epoch = epoch;
      firstWindow = -1;
    }
    int first = order.window(from);
    int last = order.window(to - 1);
    if (first == firstWindow && last == lastWindow) {
      return;
    }
    int[] needed = order.blocks(from, to);
    for (int block = 0; block < open.length; block++) {
      if (Arrays.binarySearch(needed, block) < 0) {
        open[block] = null;
      } else if (open[block] == null) {
        open[block] = manifest.check(shard, block, blocks.get(shard, block));
      }
    }
    firstWindow = first;
    lastWindow = last;
  }

  /**
   * Loads {@code rows} rows, from position {@code from} of the epoch's order on, into a workspace,
   * with the weights that the rows have in training.
   */
  public void load(int from, int rows, TaskSetup setup, Workspace workspace) {
    for (int i = 0; i < rows; i++) {
      long place = order.locate(from + i);
      setup.load(open[(int) (place >>> 32)], (int) place, workspace, i);
    }
    setup.weighClasses(workspace, rows);
  }
}
