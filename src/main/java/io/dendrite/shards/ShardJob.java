package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.Dependency;
import org.apache.spark.NarrowDependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.JavaConverters;
import scala.collection.immutable.Seq;
import scala.reflect.ClassTag;

/**
 * A Spark job with one task for each group of neighbouring shards. The task of a group reads only
 * the blocks it needs, each of which is a cached partition, and returns one result. Spark prefers
 * to run the task on the executor that is given for the group or, if none is given, on the executor
 * that caches the group's first block.
 *
 * @param <R> type of the result of one task
 */
public final class ShardJob<R> extends RDD<R> {
  private static final long serialVersionUID = 1;

  private final RDD<RowBlock> blocks;
  private final RowBlock.Filter part;
  private final int blocksPerShard;
  private final transient Group[] groups;
  private final transient List<String> places;
  private final Work<R> work;

  /** The work of one task on the shards of its group. */
  public interface Work<R> extends Serializable {
    /** Computes the result of the shards {@code first} (inclusive) to {@code end} (exclusive). */
    R run(int first, int end, Blocks blocks);
  }

  /** Gives a task the blocks of its group's shards. */
  public interface Blocks {
    /**
     * A block of a shard. The block must be one that was listed as needed when the job was created.
     */
    RowBlock get(int shard, int block);
  }

  /**
   * The group of the shards {@code first} (inclusive) to {@code end} (exclusive), and the cached
   * partitions that its task will read, by ascending index.
   */
  private record Group(int index, int first, int end, Partition[] needed) implements Partition {
    private static final long serialVersionUID = 1;

    Partition block(int partition) {
      for (Partition candidate : needed) {
        if (candidate.index() == partition) {
          return candidate;
        }
      }
      throw new IllegalStateException("partition " + partition + " was not asked for");
    }
  }

  private ShardJob(
      RDD<RowBlock> blocks,
      RowBlock.Filter part,
      int blocksPerShard,
      Group[] groups,
      List<String> places,
      Seq<Dependency<?>> dependencies,
      ClassTag<R> tag,
      Work<R> work) {
    super(blocks.sparkContext(), dependencies, tag);
    this.blocks = blocks;
    this.part = part;
    this.blocksPerShard = blocksPerShard;
    this.groups = groups;
    this.places = places;
    this.work = work;
  }

  /**
   * Creates a job over all shards.
   *
   * @param part filter that chooses the rows of each block that the tasks see; null for all rows
   * @param needed for each shard, the blocks that the task of its group will read
   * @param ranges first shard of each group, followed by the number of shards
   * @param places for each group, Spark's task location ({@code executor_HOST_ID}) where its task
   *     should run; if empty, Spark chooses
   */
  static <R> ShardJob<R> of(
      RDD<RowBlock> blocks,
      RowBlock.Filter part,
      int blocksPerShard,
      int[][] needed,
      int[] ranges,
      List<String> places,
      ClassTag<R> tag,
      Work<R> work) {
    Partition[] partitions = blocks.partitions();
    Group[] groups = new Group[ranges.length - 1];
    for (int group = 0; group < groups.length; group++) {
      List<Partition> parents = new ArrayList<>();
      for (int shard = ranges[group]; shard < ranges[group + 1]; shard++) {
        for (int block : needed[shard]) {
          parents.add(partitions[shard * blocksPerShard + block]);
        }
      }
      Partition[] all = parents.toArray(Partition[]::new);
      groups[group] = new Group(group, ranges[group], ranges[group + 1], all);
    }
    return new ShardJob<>(
        blocks, part, blocksPerShard, groups, places, dependencies(blocks, groups), tag, work);
  }

  private static Seq<Dependency<?>> dependencies(RDD<RowBlock> blocks, Group[] groups) {
    List<List<Object>> parents =
        Arrays.stream(groups)
            .map(group -> Arrays.stream(group.needed()).<Object>map(Partition::index).toList())
            .toList();
    Dependency<?> narrow =
        new NarrowDependency<RowBlock>(blocks) {
          @Override
          public Seq<Object> getParents(int partition) {
            return JavaConverters.asScalaBuffer(parents.get(partition)).toList();
          }
        };
    return JavaConverters.asScalaBuffer(List.<Dependency<?>>of(narrow)).toList();
  }

  @Override
  public Partition[] getPartitions() {
    return groups;
  }

  @Override
  public Seq<String> getPreferredLocations(Partition split) {
    List<String> place = places.isEmpty() ? List.of() : List.of(places.get(split.index()));
    return JavaConverters.asScalaBuffer(place).toList();
  }

  @Override
  public scala.collection.Iterator<R> compute(Partition split, TaskContext context) {
    Group group = (Group) split;
    R result =
        work.run(
            group.first(),
            group.end(),
            (shard, block) -> read(group.block(shard * blocksPerShard + block), context));
    return JavaConverters.asScalaIterator(List.of(result).iterator());
  }

  private RowBlock read(Partition partition, TaskContext context) {
    return part(only(partition.index(), blocks.iterator(partition, context)), part);
  }

  /** The rows of a block that a job's tasks see. */
  static RowBlock part(RowBlock block, RowBlock.Filter part) {
    return part == null ? block : block.part(part);
  }

  /**
   * Returns the only block of a partition. The method calls {@code hasNext} after it has read the
   * block, which lets Spark release its lock on the cached block.
   */
  static <T> T only(int partition, scala.collection.Iterator<T> it) {
    T block = it.next();
    if (it.hasNext()) {
      throw new IllegalStateException("partition " + partition + " holds more than one block");
    }
    return block;
  }
}
