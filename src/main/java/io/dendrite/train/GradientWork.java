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
 * @param from for each shard, the first place of the epoch's order that belongs to the step
 * @param to for each shard, the place after the last
 * @param stepKey random stream of (seed, step)
 */
record GradientWork(
    Broadcast<TaskSetup> setup,
    Broadcast<ShardedRows.Census> census,
    Broadcast<float[]> parameters,
    long seed,
    long epoch,
    int[] from,
    int[] to,
    boolean weighted,
    long stepKey)
    implements ShardJob.Work<GradientSum> {

  @Override
  public GradientSum run(int first, int end, ShardJob.Blocks blocks) {
    CanonicalTree<GradientSum> tree = new CanonicalTree<>(GradientSum::plus);
    for (int shard = first; shard < end; shard++) {
      tree.add(shardSum(shard, blocks));
    }
    return tree.sum();
  }

  private GradientSum shardSum(int shard, ShardJob.Blocks blocks) {
    if (from[shard] == to[shard]) {
      return GradientSum.EMPTY;
    }
    float[] w = parameters.value();
    float[] g = new float[w.length];
    double[] sums = new double[2];
    chunks(
        shard,
        blocks,
        (workspace, rows, firstRow, key) -> {
          sums[0] += workspace.gradient(w, g, rows, firstRow, weighted, key);
          for (int row = 0; row < rows; row++) {
            sums[1] += workspace.weights[row];
          }
          return Optional.empty();
        });
    return new GradientSum(g, sums[0], to[shard] - from[shard], sums[1]);
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
    Workspace workspace = setup.borrow(true, Math.min(share, setup.chunk));
    try {
      for (int done = 0; done < share; done += setup.chunk) {
        int rows = Math.min(setup.chunk, share - done);
        for (int i = 0; i < rows; i++) {
          long place = order.locate(from[shard] + done + i);
          setup.load(open[(int) (place >>> 32)], (int) place, workspace, i);
        }
        Optional<String> answer = work.run(workspace, rows, done, Rng.key(stepKey, shard));
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
