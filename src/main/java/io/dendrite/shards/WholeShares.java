package io.dendrite.shards;

import io.dendrite.data.DataException;
import io.dendrite.data.Shares;
import io.dendrite.net.Net;

/**
 * Refuses batch sizes that do not suit networks with layers such as batch-norm. Such a layer
 * processes all rows that a shard contributes to a mini-batch at once, so a shard that contributes
 * rows must contribute at least 2 and at most {@code train.chunk}.
 */
public final class WholeShares {
  /**
   * Approximate limit on the number of shares that are checked. A share is the rows of one shard in
   * one step. If an epoch has more shares, the sizes of the shares are checked in every n-th step
   * and in the last step of the epoch, with the least n that keeps the limit.
   */
  private static final long MOST_COUNTS = 10_000_000;

  private WholeShares() {}

  /**
   * Refuses a batch size for which some shard's share of a mini-batch has a single row, or more
   * than {@code chunk} rows.
   *
   * @param rows number of rows of each shard
   * @throws DataException naming the step, the shard and the number of its rows
   */
  public static void check(Net net, long[] rows, int batch, int chunk) {
    if (!net.wholeShares()) {
      return;
    }
    Shares shares = new Shares(rows, batch);
    long steps = shares.stepsPerEpoch();
    long stride = 1 + steps * rows.length / MOST_COUNTS;
    for (long step = 0;
        step < steps;
        step = step == steps - 1 ? steps : Math.min(step + stride, steps - 1)) {
      int[] from = shares.before(step);
      int[] to = shares.before(step + 1);
      for (int shard = 0; shard < from.length; shard++) {
        int share = to[shard] - from[shard];
        if (share == 1 || share > chunk) {
          throw new DataException(
              "batch-norm takes the rows of a shard's share of the mini-batch together, and in step "
                  + (step + 1)
                  + " of an epoch shard "
                  + shard
                  + " of "
                  + from.length
                  + " has "
                  + share
                  + (share == 1
                      ? " row; expected at least 2: choose another train.batch, or fewer data.partitions"
                      : " rows; expected at most train.chunk = " + chunk + ": raise it"));
        }
      }
    }
  }
}
