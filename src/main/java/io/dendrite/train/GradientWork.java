package io.dendrite.train;

import io.dendrite.data.EpochOrder;
import io.dendrite.data.RowBlock;
import io.dendrite.math.Rng;
import io.dendrite.net.Workspace;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/**
 * The gradient of one mini-batch, summed over a group of shards: each shard's share in fixed
 * chunks, from zero for each shard, then the shards in the canonical tree.
 *
 * @param step steps done before, which with the seed gives the random stream
 * @param from for each shard, the first place of the epoch's order that belongs to the step
 * @param to for each shard, the place after the last
 */
record GradientWork(
    Broadcast<TaskSetup> setup,
    Broadcast<ShardedRows.Census> census,
    Transport.Parameters parameters,
    long seed,
    long epoch,
    long step,
    int[] from,
    int[] to,
    boolean weighted)
    implements ShardJob.Work<GradientSum> {

  @Override
  public GradientSum run(int first, int end, ShardJob.Blocks blocks) {
    long start = System.nanoTime();
    CanonicalTree<GradientSum> tree = new CanonicalTree<>(this::add);
    for (int shard = first; shard < end; shard++) {
      tree.add(shardSum(shard, blocks));
    }
    GradientSum sum = tree.sum();
    return sum.taking(System.nanoTime() - start);
  }

  private GradientSum add(GradientSum left, GradientSum right) {
    GradientSum sum = left.plus(right);
    if (right.gradient() != null && sum.gradient() != right.gradient()) {
      setup.value().giveBackGradient(right.gradient());
    }
    return sum;
  }

  private GradientSum shardSum(int shard, ShardJob.Blocks blocks) {
    if (from[shard] == to[shard]) {
      return GradientSum.EMPTY;
    }
    float[] w = parameters.value();
    float[] g = setup.value().borrowGradient();
    double[] sums = new double[2];
    long[] nanos = new long[3];
    long[] ready = {System.nanoTime()};
    chunks(
        shard,
        blocks,
        (workspace, rows, firstRow, key) -> {
          nanos[0] += System.nanoTime() - ready[0];
          sums[0] += workspace.gradient(w, g, rows, firstRow, weighted, key);
          for (int row = 0; row < rows; row++) {
            sums[1] += workspace.weights[row];
          }
          nanos[1] += workspace.forwardNanos();
          nanos[2] += workspace.backwardNanos();
          ready[0] = System.nanoTime();
          return Optional.empty();
        });
    TaskTimes times = new TaskTimes(nanos[0], nanos[1], nanos[2], 0);
    return new GradientSum(g, sums[0], to[shard] - from[shard], sums[1], times);
  }

  /**
   * Does the same work once more and says where the first number that is not finite appears; null
   * if nowhere.
   */
  String diagnose(int first, int end, ShardJob.Blocks blocks) {
    float[] w = parameters.value();
    for (int shard = first; shard < end; shard++) {
      Optional<String> found =
          chunks(
              shard,
              blocks,
              (workspace, rows, firstRow, key) ->
                  workspace.firstNonFinite(w, rows, firstRow, weighted, key));
      if (found.isPresent()) {
        return "partition " + shard + ", " + found.get();
      }
    }
    return null;
  }

  private interface ChunkWork {
    Optional<String> run(Workspace workspace, int rows, int firstRow, long key);
  }

  /**
   * Fills a workspace with one chunk of the shard's share after the other, until the work answers.
   */
  private Optional<String> chunks(int shard, ShardJob.Blocks blocks, ChunkWork work) {
    TaskSetup setup = this.setup.value();
    int[] blockRows = census.value().rows()[shard];
    EpochOrder order = new EpochOrder(seed, epoch, shard, blockRows);
    RowBlock[] open = new RowBlock[blockRows.length];
    for (int block : order.blocks(from[shard], to[shard])) {
      open[block] = census.value().check(shard, block, blocks.get(shard, block));
    }
    int share = to[shard] - from[shard];
    long key = Rng.key(Rng.key(Rng.key(seed, -3), step), shard);
    Workspace workspace = setup.borrow(true, Math.min(share, setup.chunk));
    try {
      for (int done = 0; done < share; done += setup.chunk) {
        int rows = Math.min(setup.chunk, share - done);
        for (int i = 0; i < rows; i++) {
          long place = order.locate(from[shard] + done + i);
          setup.load(open[(int) (place >>> 32)], (int) place, workspace, i);
        }
        Optional<String> answer = work.run(workspace, rows, done, key);
        if (answer.isPresent()) {
          return answer;
        }
      }
      return Optional.empty();
    } finally {
      setup.giveBack(true, workspace);
    }
  }
}
