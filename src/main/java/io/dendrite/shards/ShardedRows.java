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
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockId;
import org.apache.spark.storage.RDDBlockId;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * A data set that is packed into shards, each of several blocks, and cached on the executors.
 *
 * @param blocks the cached data, with one block in each partition
 * @param manifest number of rows and fingerprint of each block, as the driver recorded them
 * @param weighted whether rows carry weights
 * @param bytes size of all blocks together
 * @param part filter that chooses the rows of the cached blocks that belong to the data set; null
 *     for all rows
 * @param borrowed whether the cached blocks belong to another data set, which removes them from the
 *     cache
 */
public record ShardedRows(
    RDD<RowBlock> blocks,
    ShardLayout layout,
    Manifest manifest,
    boolean weighted,
    long bytes,
    RowBlock.Filter part,
    boolean borrowed) {
  /**
   * Creates a data set of all rows of the blocks; this data set later removes the blocks from the
   * cache.
   */
  public ShardedRows(
      RDD<RowBlock> blocks, ShardLayout layout, Manifest manifest, boolean weighted, long bytes) {
    this(blocks, layout, manifest, weighted, bytes, null, false);
  }

  /**
   * Number of rows and fingerprint of each block. If a block is recomputed from files that have
   * changed, it does not match its entry in the manifest, and the run ends with an error.
   *
   * @param rows number of rows, as [shard][block]
   * @param fingerprints fingerprints of the rows, as [shard][block]
   */
  public record Manifest(int[][] rows, long[][] fingerprints) implements Serializable {
    public long rowsOf(int shard) {
      return Arrays.stream(rows[shard]).asLongStream().sum();
    }

    /**
     * The blocks of a shard that have rows, in order; each block is read and checked when the
     * iteration reaches it.
     */
    public Iterable<RowBlock> blocks(int shard, ShardJob.Blocks from) {
      return IntStream.range(0, rows[shard].length)
              .filter(block -> rows[shard][block] > 0)
              .mapToObj(block -> check(shard, block, from.get(shard, block)))
          ::iterator;
    }

    /** Checks a block against the manifest before it is used, and returns it. */
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

  /**
   * Returns a data set of the same rows whose {@link #unpersist} leaves the cached blocks in place.
   */
  public ShardedRows borrow() {
    return new ShardedRows(blocks, layout, manifest, weighted, bytes, part, true);
  }

  /**
   * The rows that a filter takes, as a data set that shares the cached blocks. Only a data set of
   * all rows can be filtered.
   */
  public ShardedRows part(RowBlock.Filter filter, int slots) {
    if (part != null) {
      throw new IllegalStateException("only a data set of all rows can be filtered");
    }
    int[][] rows = new int[layout.shards()][layout.blocksPerShard()];
    long[][] fingerprints = new long[layout.shards()][layout.blocksPerShard()];
    ShardedRows chosen =
        new ShardedRows(
            blocks, layout, new Manifest(rows, fingerprints), weighted, bytes, filter, true);
    int perShard = layout.blocksPerShard();
    List<long[]> found =
        chosen.run(
            allBlocks(),
            shardsPerGroup(slots),
            long[].class,
            (first, end, group) -> {
              long[] report = new long[2 * (end - first) * perShard];
              for (int i = 0; i < report.length / 2; i++) {
                RowBlock block = group.get(first + i / perShard, i % perShard);
                report[2 * i] = block.rows();
                report[2 * i + 1] = block.fingerprint();
              }
              return report;
            });
    int i = 0;
    for (long[] report : found) {
      for (int at = 0; at < report.length; at += 2, i++) {
        rows[i / perShard][i % perShard] = (int) report[at];
        fingerprints[i / perShard][i % perShard] = report[at + 1];
      }
    }
    return chosen;
  }

  /** The data set's rows, block by block. */
  public JavaRDD<RowBlock> rowBlocks() {
    RowBlock.Filter filter = part; // Tasks take no more than this with them.
    return blocks.toJavaRDD().map(block -> ShardJob.part(block, filter));
  }

  /** Number of rows of each shard. */
  public long[] shardRows() {
    return IntStream.range(0, layout.shards()).mapToLong(manifest::rowsOf).toArray();
  }

  /** Number of rows of the data set. */
  public long rows() {
    return Arrays.stream(shardRows()).sum();
  }

  /** Fingerprint of the whole data set; it does not depend on the order of the blocks. */
  long fingerprint() {
    return Arrays.stream(manifest.fingerprints()).flatMapToLong(Arrays::stream).sum();
  }

  /** For each shard, the indices of all its blocks. */
  public int[][] allBlocks() {
    int[] all = IntStream.range(0, layout.blocksPerShard()).toArray();
    return IntStream.range(0, layout.shards()).mapToObj(shard -> all).toArray(int[][]::new);
  }

  /**
   * Runs one task for each group of {@code shardsPerGroup} shards and returns the results in the
   * order of the groups.
   *
   * @param needed for each shard, the blocks that the task of its group will read
   */
  public <R> List<R> run(int[][] needed, int shardsPerGroup, Class<R> type, ShardJob.Work<R> work) {
    return collect(job(needed, shardsPerGroup, type, work), type);
  }

  /** A function that computes a sum over the rows of one shard. */
  public interface ShardSum<R> extends Serializable {
    /** Computes the sum over the rows of a shard. */
    R of(int shard, ShardJob.Blocks blocks);
  }

  /**
   * Computes a sum over all shards in the fixed order of the canonical tree: each task sums over
   * its group of shards, then the driver sums over the groups.
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
   * Runs a job and returns the one element of every partition, in order. Works like {@code
   * rdd.collect()}, but with a named class as the function: for a lambda, Spark's closure cleaner
   * would read the enclosing class from the jar again at every step, which costs milliseconds.
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

  /**
   * Creates, but does not run, a job with one task for each group of {@code shardsPerGroup} shards.
   */
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
        ShardJob.of(blocks, part, layout.blocksPerShard(), needed, ranges, places, tag, work), tag);
  }

  /**
   * Runs the first job on the blocks, which computes and caches them. The job has one task for each
   * task slot, and neighbouring shards go to the same executor. An engine that later divides the
   * shards among tasks in the same way finds each task's blocks on the task's executor.
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

  /**
   * Creates a job of {@code tasks} barrier tasks, which all run at the same time; each may read all
   * blocks.
   */
  public <R> JavaRDD<R> barrierJob(int tasks, Class<R> type, BarrierJob.Work<R> work) {
    ClassTag<R> tag = ClassTag$.MODULE$.apply(type);
    RDD<R> job =
        new BarrierJob<>(
            blocks.sparkContext(), blocks.id(), part, layout.blocksPerShard(), tasks, tag, work);
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
   * Number of shards that each task should process so that a step needs the fewest waves of tasks.
   * The number of shards per task is a power of two. If several powers of two are equally good, the
   * largest is chosen, since tasks with more shards sum more before they send a result. There are
   * at most four groups of shards per task slot, which bounds the number of vectors that wait to be
   * summed. The number of shards per group does not change the bits of a sum.
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

  /** Number of tasks of a tree engine step that run at the same time. */
  public int tasksAtOnce(int slots) {
    return Math.min(slots, groups(slots));
  }

  /**
   * The fraction of a step's rows that one task processes; the reported times of the step are times
   * for this fraction. The tree engine reports mean times over the tasks that run at once; the
   * all-reduce engine reports mean times over the tasks of the first executor.
   *
   * @param perExecutor number of tasks that one executor runs at once
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

  /** Number of groups of shards, which is the number of tasks of a tree engine step. */
  public int groups(int slots) {
    int size = shardsPerGroup(slots);
    return (layout.shards() + size - 1) / size;
  }

  /** Recomputes the blocks that were lost together with the executors that held them. */
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

  /**
   * For each shard, the id of the executor that holds its first block; null if no executor does.
   */
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

  /** Removes the cached blocks of several data sets at once; null and borrowed ones are left. */
  static void unpersistAll(ShardedRows... sets) {
    Unpersist.free(
        Stream.of(sets)
            .filter(rows -> rows != null && !rows.borrowed)
            .map(ShardedRows::blocks)
            .toList());
  }

  /** Removes the cached blocks from the executors, unless they are borrowed. */
  public void unpersist() {
    if (!borrowed) {
      Unpersist.free(List.of(blocks));
    }
  }
}
