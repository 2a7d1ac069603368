package io.dendrite.task;

import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.GradientSum;
import io.dendrite.reduce.TaskTimes;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import java.util.Optional;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of a task that computes the gradient of one mini-batch over a group of shards. The
 * gradient over each shard's rows of the mini-batch is summed in chunks of a fixed number of rows,
 * starting from zero. The gradients of the shards are then added in the fixed order of the
 * canonical tree.
 *
 * @param step number of steps of the run before this step; step and seed determine the random
 *     stream
 * @param from for each shard, the first position in the epoch's order of rows that belongs to the
 *     step
 * @param to for each shard, the position after the last position in the epoch's order of rows that
 *     belongs to the step
 */
public record GradientWork(
    Broadcast<TaskSetup> setup,
    Broadcast<ShardedRows.Manifest> manifest,
    StepParameters parameters,
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
    try (SharePass pass = new SharePass(setup.value(), seed, weighted)) {
      GradientSum sum =
          CanonicalTree.sum(end - first, i -> shardSum(pass, first + i, blocks), this::add);
      return sum.taking(pass.times(System.nanoTime() - start));
    }
  }

  private GradientSum add(GradientSum left, GradientSum right) {
    GradientSum sum = left.plus(right);
    if (right.gradient() != null && sum.gradient() != right.gradient()) {
      setup.value().giveBackGradient(right.gradient());
    }
    return sum;
  }

  private GradientSum shardSum(SharePass pass, int shard, ShardJob.Blocks blocks) {
    if (from[shard] == to[shard]) {
      return GradientSum.EMPTY;
    }
    float[] g = setup.value().borrowGradient();
    ShardReader reader = new ShardReader(shard, seed, manifest.value(), blocks);
    pass.gradient(reader, epoch, step, from[shard], to[shard], parameters.value(), g);
    return new GradientSum(g, pass.loss, to[shard] - from[shard], pass.weight, TaskTimes.NONE);
  }

  /**
   * Repeats the task's work and describes where the first number that is not finite appears; null
   * if all numbers are finite.
   */
  public String diagnose(int first, int end, ShardJob.Blocks blocks) {
    float[] w = parameters.value();
    try (SharePass pass = new SharePass(setup.value(), seed, weighted)) {
      for (int shard = first; shard < end; shard++) {
        ShardReader reader = new ShardReader(shard, seed, manifest.value(), blocks);
        Optional<String> found =
            pass.firstNonFinite(reader, epoch, step, from[shard], to[shard], w);
        if (found.isPresent()) {
          return "partition " + shard + ", " + found.get();
        }
      }
      return null;
    }
  }
}
