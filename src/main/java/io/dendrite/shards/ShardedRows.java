package io.dendrite.shards;

import io.dendrite.data.DataException;
import io.dendrite.data.RowBlock;
import io.dendrite.reduce.CanonicalTree;
import io.dendrite.reduce.Division;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * A data set packed in shards of blocks and cached on the executors.
 *
 * @param blocks one block in each partition
 * @param manifest what the driver knows about each block
 * @param weighted whether rows carry weights
 * @param bytes size of all blocks
 */
public record ShardedRows(
    RDD<RowBlock> blocks, ShardLayout layout, Manifest manifest, boolean weighted, long bytes) {
  /**
   * Rows and fingerprint of each block. A block recomputed from changed files does not match, and
   * stops the run.
   *
   * @param rows [shard][block]
   * @param fingerprints [shard][block]
   */
  public record Manifest(int[][] rows, long[][] fingerprints) implements Serializable {
    public long rowsOf(int shard) {
      return Arrays.stream(rows[shard]).asLongStream().sum();
    }

    /** The blocks of a shard that have rows, in order, each read and checked when it is reached. */
    public Iterable<RowBlock> blocks(int shard, ShardJob.Blocks from) {
      return IntStream.range(0, rows[shard].length)
              .filter(block -> rows[shard][block] > 0)
              .mapToObj(block -> check(shard, block, from.get(shard, block)))
          ::iterator;
    }

    /** Checks a block before it is used. */
    public RowBlock check(int shard, int block, RowBlock found) {
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
  public long[] shardRows() {
    return IntStream.range(0, layout.shards()).mapToLong(manifest::rowsOf).toArray();
  }

  /** Rows in all. */
  public long rows() {
    return Arrays.stream(shardRows()).sum();
  }

  /** Order-independent fingerprint of the whole data set. */
  long fingerprint() {
    return Arrays.stream(manifest.fingerprints()).flatMapToLong(Arrays::stream).sum();
  }

  /** Every block of every shard. */
  public int[][] allBlocks() {
    int[] all = IntStream.range(0, layout.blocksPerShard()).toArray();
    return IntStream.range(0, layout.shards()).mapToObj(shard -> all).toArray(int[][]::new);
  }

  /**
   * Runs work on all groups of shards and returns the results in the order of the groups.
   *
   * @param needed the blocks that each shard's task will read
   */
  public <R> List<R> run(int[][] needed, int shardsPerGroup, Class<R> type, ShardJob.Work<R> work) {
    return collect(job(needed, shardsPerGroup, type, work), type);
  }

  /** A sum over the rows of one shard. */
  public interface ShardSum<R> extends Serializable {
    /** Computes it. */
    R of(int shard, ShardJob.Blocks blocks);
  }

  /**
   * The sum over all shards in the canonical tree: first over each group, in a task, then over the
   * groups.
   */
  public <R> R sum(int slots, Class<R> type, ShardSum<R> sum, CanonicalTree.Plus<R> plus) {
    List<R> groups =
        run(
            allBlocks(),
            shardsPerGroup(slots),
            type,
            (first, end, blocks) ->
                CanonicalTree.sum(end - first, i -> sum.of(first + i, blocks), plus));
    return CanonicalTree.sum(groups, plus);
  }

  /**
   * The one element of every partition, in order. Like {@code rdd.collect()}, but with a named
   * function: for a lambda, Spark's closure cleaner would read its class from the jar again at
   * every step, which costs milliseconds.
   */
  @SuppressWarnings("unchecked")
  public static <R> List<R> collect(JavaRDD<R> rdd, Class<R> type) {
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

  /** The job for work on all groups of shards, not yet run. */
  public <R> JavaRDD<R> job(
      int[][] needed, int shardsPerGroup, Class<R> type, ShardJob.Work<R> work) {
    int groups = (layout.shards() + shardsPerGroup - 1) / shardsPerGroup;
    int[] ranges =
        IntStream.rangeClosed(0, groups)
            .map(group -> Math.min(layout.shards(), group * shardsPerGroup))
            .toArray();
    return job(needed, ranges, List.of(), type, work);
  }

  private <R> JavaRDD<R> job(
      int[][] needed, int[] ranges, List<String> places, Class<R> type, ShardJob.Work<R> work) {
    ClassTag<R> tag = ClassTag$.MODULE$.apply(type);
    return new JavaRDD<>(
        ShardJob.of(blocks, layout.blocksPerShard(), needed, ranges, places, tag, work), tag);
  }

  /**
   * Runs work on all blocks when they are first computed. There is one part for each task slot, and
   * neighbouring shards go to the same executor, so that an engine that divides its tasks in the
   * same way finds the blocks there.
   *
   * @param slots number of task slots of each executor; the keys are Spark's task locations ({@code
   *     executor_HOST_ID})
   */
  <R> List<R> spread(Map<String, Integer> slots, Class<R> type, ShardJob.Work<R> work) {
    List<String> places =
        slots.entrySet().stream()
            .flatMap(
                executor -> Collections.nCopies(executor.getValue(), executor.getKey()).stream())
            .toList();
    boolean few = places.size() > layout.shards();
    int tasks = few ? layout.shards() : Math.max(1, places.size());
    int[] ranges = Division.of(layout.shards(), 0, tasks).shards();
    return collect(job(allBlocks(), ranges, few ? List.of() : places, type, work), type);
  }

  /** A job of {@code tasks} tasks that run at the same time; each may read all blocks. */
  public <R> JavaRDD<R> barrierJob(int tasks, Class<R> type, BarrierJob.Work<R> work) {
    ClassTag<R> tag = ClassTag$.MODULE$.apply(type);
    RDD<R> job =
        new BarrierJob<>(
            blocks.sparkContext(), blocks.id(), layout.blocksPerShard(), tasks, tag, work);
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
   * Number of shards that a task should take at once so that a step needs the fewest waves of
   * tasks. It is a power of two; of equally good ones the largest, since it sums most before
   * sending. There are at most four groups per slot, which bounds the number of vectors that wait
   * to be summed. The choice does not change the bits.
   */
  public int shardsPerGroup(int slots) {
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

  /** Number of tasks of a step's job that run at the same time. */
  public int tasksAtOnce(int slots) {
    return Math.min(slots, groups(slots));
  }

  /**
   * The part of a step's rows that goes through a task whose times the step reports. The tree
   * engine reports the mean over its tasks, an all-reduce the mean over the tasks of the first
   * executor.
   *
   * @param perExecutor number of tasks of an executor
   */
  public double shareOfATask(boolean allReduce, int slots, int perExecutor) {
    if (!allReduce) {
      return 1.0 / tasksAtOnce(slots);
    }
    int shards = layout.shards();
    int tasks = Math.min(slots, shards);
    int first = Math.min(perExecutor, tasks);
    return (double) Division.of(shards, 1, tasks).shards()[first] / shards / first;
  }

  /** Number of tasks of a step's job. */
  public int groups(int slots) {
    int size = shardsPerGroup(slots);
    return (layout.shards() + size - 1) / size;
  }

  /** Recomputes the blocks that were lost with the executors that held them. */
  public void restore(int slots) {
    int perShard = layout.blocksPerShard();
    run(
        allBlocks(),
        shardsPerGroup(slots),
        Integer.class,
        (first, end, group) -> {
          int rows = 0;
          for (int shard = first; shard < end; shard++) {
            for (int block = 0; block < perShard; block++) {
              rows += group.get(shard, block).rows();
            }
          }
          return rows;
        });
  }

  /** The executor that holds the first block of each shard; null where none does. */
  public String[] executors() {
    BlockId[] ids =
        IntStream.range(0, layout.shards())
            .mapToObj(shard -> new RDDBlockId(blocks.id(), shard * layout.blocksPerShard()))
            .toArray(BlockId[]::new);
    var locations = SparkEnv.get().blockManager().master().getLocations(ids);
    return IntStream.range(0, ids.length)
        .mapToObj(shard -> locations.apply(shard))
        .map(of -> of.isEmpty() ? null : of.head().executorId())
        .toArray(String[]::new);
  }

  /** Frees the cached blocks. */
  public void unpersist() {
    Unpersist.free(List.of(blocks));
  }
}
