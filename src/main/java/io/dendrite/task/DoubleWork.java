package io.dendrite.task;

import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.DoubleSum;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import org.apache.spark.broadcast.Broadcast;

/**
 * The work of a task that computes a gradient in double precision, over all rows of a group of
 * shards, summed in the fixed order of the canonical tree.
 *
 * @param x parameters at which the gradient is computed
 * @param key key of the step's random stream, computed from the run's seed and the step
 */
public record DoubleWork(
    Broadcast<TaskSetup> setup,
    Broadcast<DoubleSetup> twin,
    Broadcast<ShardedRows.Manifest> manifest,
    Broadcast<double[]> x,
    long key,
    boolean weighted)
    implements ShardJob.Work<DoubleSum> {

  @Override
  public DoubleSum run(int first, int end, ShardJob.Blocks blocks) {
    long start = System.nanoTime();
    try (DoublePass pass = pass()) {
      DoubleSum sum =
          CanonicalTree.sum(
              end - first,
              i -> pass.gradient(first + i, manifest.value(), blocks, x.value(), key),
              DoubleSum::plus);
      return sum.taking(pass.times(System.nanoTime() - start));
    }
  }

  /**
   * Repeats the task's work and describes where the first number that is not finite appears; null
   * if all numbers are finite.
   */
  public String diagnose(int first, int end, ShardJob.Blocks blocks) {
    try (DoublePass pass = pass()) {
      String found = null;
      for (int shard = first; shard < end && found == null; shard++) {
        found = pass.firstNonFinite(shard, manifest.value(), blocks, x.value(), key);
      }
      return found;
    }
  }

  private DoublePass pass() {
    return new DoublePass(setup.value(), twin.value(), weighted);
  }
}
