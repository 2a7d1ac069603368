package io.dendrite.train;

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
 * A Spark job with one task for each aligned group of shards. The task of a group reads just the
 * blocks it asks for, each a cached partition of its own, and gives one result. Spark runs it where
 * the group's first block is cached.
 *
 * @param <R> result of a group
 */
final class ShardJob<R> extends RDD<R> {
  private static final long serialVersionUID = 1;

  private final RDD<RowBlock> blocks;
  private final int blocksPerShard;
  private final transient Group[] groups;
  private final Work<R> work;

  /** What a task does with the shards of its group. */
  interface Work<R> extends Serializable {
    /** Computes the result of the shards first (inclusive) to end (exclusive). */
    R run(int first, int end, Blocks blocks);
  }

  /** Access to the blocks of a group's shards. */
  interface Blocks {
    /** A block that the job was told would be needed. */
    RowBlock get(int shard, int block);
  }

  /**
   * The shards first to end - 1, and the partitions that hold the blocks they need, by ascending
   * index.
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
      int blocksPerShard,
      Group[] groups,
      Seq<Dependency<?>> dependencies,
      ClassTag<R> tag,
      Work<R> work) {
    super(blocks.sparkContext(), dependencies, tag);
    this.blocks = blocks;
    this.blocksPerShard = blocksPerShard;
    this.groups = groups;
    this.work = work;
  }

  /**
   * A job over all shards.
   *
   * @param needed blocks of each shard that its task will read
   * @param shardsPerGroup a power of two
   */
  static <R> ShardJob<R> of(
      RDD<RowBlock> blocks,
      int blocksPerShard,
      int[][] needed,
      int shardsPerGroup,
      ClassTag<R> tag,
      Work<R> work) {
    Partition[] partitions = blocks.partitions();
    List<Group> groups = new ArrayList<>();
    for (int first = 0; first < needed.length; first += shardsPerGroup) {
      int end = Math.min(needed.length, first + shardsPerGroup);
      List<Partition> parents = new ArrayList<>();
      for (int shard = first; shard < end; shard++) {
        for (int block : needed[shard]) {
          parents.add(partitions[shard * blocksPerShard + block]);
        }
      }
      groups.add(new Group(groups.size(), first, end, parents.toArray(Partition[]::new)));
    }
    Group[] all = groups.toArray(Group[]::new);
    return new ShardJob<>(blocks, blocksPerShard, all, dependencies(blocks, all), tag, work);
  }

  /**
   * A job with a task for each range of shards, which may read every block of its own. It does not
   * depend on the blocks in Spark's eyes, since a barrier stage allows no other number of
   * partitions than its own among them.
   *
   * @param ranges first shard of each task, and one more entry: the number of shards
   */
  static <R> ShardJob<R> ofRanges(
      RDD<RowBlock> blocks, int blocksPerShard, int[] ranges, ClassTag<R> tag, Work<R> work) {
    Partition[] partitions = blocks.partitions();
    Group[] groups = new Group[ranges.length - 1];
    for (int i = 0; i < groups.length; i++) {
      groups[i] =
          new Group(
              i,
              ranges[i],
              ranges[i + 1],
              Arrays.copyOfRange(
                  partitions, ranges[i] * blocksPerShard, ranges[i + 1] * blocksPerShard));
    }
    Seq<Dependency<?>> none = JavaConverters.asScalaBuffer(List.<Dependency<?>>of()).toList();
    return new ShardJob<>(blocks, blocksPerShard, groups, none, tag, work);
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
  public scala.collection.Iterator<R> compute(Partition split, TaskContext context) {
    Group group = (Group) split;
    R result =
        work.run(
            group.first(),
            group.end(),
            (shard, block) -> read(group.block(shard * blocksPerShard + block), context));
    return JavaConverters.asScalaIterator(List.of(result).iterator());
  }

  /** A cached block; asking for what comes after its one element lets Spark release its lock. */
  private RowBlock read(Partition partition, TaskContext context) {
    scala.collection.Iterator<RowBlock> it = blocks.iterator(partition, context);
    RowBlock block = it.next();
    if (it.hasNext()) {
      throw new IllegalStateException(
          "partition " + partition.index() + " holds more than one block");
    }
    return block;
  }
}
