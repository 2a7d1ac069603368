package io.dendrite.train;

import io.dendrite.data.RowBlock;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * A data set packed in shards of blocks and cached on the executors.
 *
 * @param blocks one partition a block
 * @param census what the driver knows of each block
 * @param weighted do rows carry weights?
 * @param bytes of all blocks
 */
record ShardedRows(
    RDD<RowBlock> blocks, ShardLayout layout, Census census, boolean weighted, long bytes) {

  /**
   * Rows and fingerprint of each block. A block recomputed from changed files does not match, and
   * stops the run.
   *
   * @param rows [shard][block]
   * @param fingerprints [shard][block]
   */
  record Census(int[][] rows, long[][] fingerprints) implements Serializable {
    long rowsOf(int shard) {
      return Arrays.stream(rows[shard]).asLongStream().sum();
    }

    /** Checks a block before it is used. */
    RowBlock check(int shard, int block, RowBlock found) {
      if (found.rows() != rows[shard][block] || found.fingerprint() != fingerprints[shard][block]) {
        throw new DataException(
            "the data changed while the run was going on: shard "
                + shard
                + ", block "
                + block
                + " now has "
                + found.rows()
                + " rows with fingerprint "
                + Long.toHexString(found.fingerprint())
                + ", it had "
                + rows[shard][block]
                + " with "
                + Long.toHexString(fingerprints[shard][block])
                + "; restore the input files and resume");
      }
      return found;
    }
  }

  /** Rows of each shard. */
  long[] shardRows() {
    return IntStream.range(0, layout.shards()).mapToLong(census::rowsOf).toArray();
  }

  /** Rows in all. */
  long rows() {
    return Arrays.stream(shardRows()).sum();
  }

  /** Order-independent fingerprint of the whole data set. */
  long fingerprint() {
    return Arrays.stream(census.fingerprints()).flatMapToLong(Arrays::stream).sum();
  }

  /** Every block of every shard. */
  int[][] allBlocks() {
    int[] all = IntStream.range(0, layout.blocksPerShard()).toArray();
    return IntStream.range(0, layout.shards()).mapToObj(shard -> all).toArray(int[][]::new);
  }

  /**
   * Runs work on all groups of shards and returns the results in the order of the groups.
   *
   * @param needed the blocks that each shard's task will read
   */
  <R> List<R> run(int[][] needed, int shardsPerGroup, Class<R> type, ShardJob.Work<R> work) {
    return collect(job(needed, shardsPerGroup, type, work), type);
  }

  /**
   * The one element of every partition, in order. Like {@code rdd.collect()}, but with a named
   * function: Spark's cleaner of closures would read the class of a lambda from its jar again at
   * every step, which costs milliseconds.
   */
  @SuppressWarnings("unchecked")
  static <R> List<R> collect(JavaRDD<R> rdd, Class<R> type) {
    ClassTag<R> tag = ClassTag$.MODULE$.apply(type);
    Object results = rdd.rdd().sparkContext().runJob(rdd.rdd(), new OnlyElement<R>(), tag);
    return Arrays.asList((R[]) results);
  }

  private static final class OnlyElement<R>
      extends AbstractFunction1<scala.collection.Iterator<R>, R> implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public R apply(scala.collection.Iterator<R> elements) {
      return elements.next();
    }
  }

  /** The same, before it runs. */
  <R> JavaRDD<R> job(int[][] needed, int shardsPerGroup, Class<R> type, ShardJob.Work<R> work) {
    ClassTag<R> tag = ClassTag$.MODULE$.apply(type);
    return new JavaRDD<>(
        ShardJob.of(blocks, layout.blocksPerShard(), needed, shardsPerGroup, tag, work), tag);
  }

  /**
   * A job with one barrier task for each range of shards, which may read all blocks of its own.
   *
   * @param ranges first shard of each task, and one more entry: the number of shards
   */
  <R> JavaRDD<R> barrierJob(int[] ranges, Class<R> type, ShardJob.Work<R> work) {
    ClassTag<R> tag = ClassTag$.MODULE$.apply(type);
    ShardJob<R> job = ShardJob.ofRanges(blocks, layout.blocksPerShard(), ranges, tag, work);
    return new JavaRDD<>(job.barrier().mapPartitions(new Same<R>(), false, tag), tag);
  }

  private static final class Same<R>
      extends AbstractFunction1<scala.collection.Iterator<R>, scala.collection.Iterator<R>>
      implements Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public scala.collection.Iterator<R> apply(scala.collection.Iterator<R> elements) {
      return elements;
    }
  }

  /**
   * Shards that a task should take at once so that a step needs the fewest waves of tasks: a power
   * of two, and of equally good ones the largest, since it sums most before sending. There are at
   * most four groups a slot, which bounds the vectors that wait to be summed. It does not change
   * the bits.
   */
  int shardsPerGroup(int slots) {
    int best = 1;
    long bestCost = Long.MAX_VALUE;
    for (int size = 1; size < 2 * layout.shards(); size *= 2) {
      long groups = (layout.shards() + size - 1) / size;
      long cost = (groups + slots - 1) / slots * size;
      if (cost <= bestCost) {
        best = size;
        bestCost = groups > 4L * slots ? Long.MAX_VALUE : cost;
      }
    }
    return best;
  }

  /** Tasks of a step's job that run at the same time. */
  int tasksAtOnce(int slots) {
    return Math.min(slots, groups(slots));
  }

  /** Tasks of a step's job. */
  int groups(int slots) {
    int size = shardsPerGroup(slots);
    return (layout.shards() + size - 1) / size;
  }

  /**
   * Frees the cached blocks and waits until they are: where Spark stops meanwhile, it prints stack
   * traces.
   */
  void unpersist() {
    blocks.unpersist(true);
  }
}
