package io.dendrite.task;

import io.dendrite.data.RowBlock;
import io.dendrite.f64.math.Blas;
import io.dendrite.f64.net.NonFiniteSearch;
import io.dendrite.f64.net.Workspace;
import io.dendrite.math.Rng;
import io.dendrite.reduce.DoubleSum;
import io.dendrite.reduce.TaskTimes;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import java.util.Optional;

/**
 * Backpropagation in double precision over all rows of a shard, block by block, in chunks of a
 * fixed number of rows. The rows are stored in single precision and are scaled as they are loaded
 * into the network. Not thread-safe.
 */
final class DoublePass implements AutoCloseable {
  private final TaskSetup setup;
  private final DoubleSetup twin;
  private final boolean weighted;
  private io.dendrite.net.Workspace loaded;
  private Workspace space;
  private long loadNanos;
  private long forwardNanos;
  private long backwardNanos;

  /**
   * @param weighted whether rows carry weights
   */
  DoublePass(TaskSetup setup, DoubleSetup twin, boolean weighted) {
    this.setup = setup;
    this.twin = twin;
    this.weighted = weighted || setup.weighsClasses();
  }

  /** An action on one chunk of rows in the workspace. */
  private interface Chunk {
    void rows(int rows, int firstRow);
  }

  /** Computes the loss and the gradient, summed over the rows of a shard. */
  DoubleSum gradient(
      int shard, ShardedRows.Manifest manifest, ShardJob.Blocks blocks, double[] x, long key) {
    int all = (int) manifest.rowsOf(shard);
    if (all == 0) {
      return DoubleSum.EMPTY;
    }
    double[] g = new double[x.length];
    double[] sums = new double[2];
    long shardKey = Rng.key(key, shard);
    chunks(
        shard,
        manifest,
        blocks,
        (rows, firstRow) -> {
          sums[0] += space.gradient(x, g, rows, firstRow, weighted, shardKey);
          for (int row = 0; row < rows; row++) {
            sums[1] += space.weights[row];
          }
          forwardNanos += space.forwardNanos();
          backwardNanos += space.backwardNanos();
        });
    return new DoubleSum(g, sums[0], all, sums[1], TaskTimes.NONE);
  }

  /**
   * Describes where the first number that is not finite appears in the passes over a shard; null if
   * all numbers are finite.
   */
  String firstNonFinite(
      int shard, ShardedRows.Manifest manifest, ShardJob.Blocks blocks, double[] x, long key) {
    String[] found = new String[1];
    chunks(
        shard,
        manifest,
        blocks,
        (rows, firstRow) -> {
          if (found[0] == null) {
            Optional<String> here =
                NonFiniteSearch.first(space, x, rows, firstRow, weighted, Rng.key(key, shard));
            found[0] = here.map(what -> "partition " + shard + ", " + what).orElse(null);
          }
        });
    return found[0];
  }

  private void chunks(
      int shard, ShardedRows.Manifest manifest, ShardJob.Blocks blocks, Chunk work) {
    int most = (int) Math.min(setup.chunk, manifest.rowsOf(shard));
    if (loaded == null || loaded.maxRows() < most || space == null || space.maxRows() < most) {
      close();
      loaded = setup.borrow(false, most);
      space = twin.borrow(most, loaded.sparse != null, new Blas(setup.library().netlib()));
    }
    int done = 0;
    int filled = 0;
    for (RowBlock block : manifest.blocks(shard, blocks)) {
      for (int row = 0; row < block.rows(); row++) {
        setup.load(block, row, loaded, filled++);
        if (filled == most) {
          run(work, filled, done);
          done += filled;
          filled = 0;
        }
      }
    }
    if (filled > 0) {
      run(work, filled, done);
    }
  }

  private void run(Chunk work, int rows, int firstRow) {
    long start = System.nanoTime();
    setup.weighClasses(loaded, rows);
    if (loaded.sparse != null) {
      for (int row = 0; row < rows; row++) {
        space.sparse.begin(row);
        loaded.sparse.entries(row, space.sparse::add);
      }
    } else {
      copy(loaded.x, space.x, rows * setup.net.inputs());
    }
    copy(loaded.targets, space.targets, rows * setup.net.targetWidth());
    copy(loaded.weights, space.weights, rows);
    loadNanos += System.nanoTime() - start;
    work.rows(rows, firstRow);
  }

  private static void copy(float[] from, double[] to, int n) {
    for (int i = 0; i < n; i++) {
      to[i] = from[i];
    }
  }

  /** The times of a task whose only work was this pass. */
  TaskTimes times(long total) {
    return new TaskTimes(loadNanos, forwardNanos, backwardNanos, total);
  }

  @Override
  public void close() {
    if (loaded != null) {
      setup.giveBack(false, loaded);
      loaded = null;
    }
    if (space != null) {
      twin.giveBack(space);
      space = null;
    }
  }
}
