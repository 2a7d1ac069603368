package io.dendrite.train;

import io.dendrite.data.RowBlock;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A Spark job of tasks that run at the same time, each of which may read any block. It does not
 * depend on the blocks in Spark's eyes, since a barrier stage allows no other number of partitions
 * than its own among them.
 *
 * @param <R> result of a task
 */
final class BarrierJob<R> extends RDD<R> {
  private static final long serialVersionUID = 1;

  private static final ClassTag<Object> ROWS = rowsTag();

  private final RDD<RowBlock> blocks;
  private final int blocksPerShard;

  /** Those of the blocks: sent once an executor, not with every task. */
  private final Broadcast<Partition[]> partitions;

  private final int tasks;
  private final Work<R> work;

  /** What a task does. */
  interface Work<R> extends Serializable {
    /** Computes the result of a task, counted from 0. */
    R run(int task, ShardJob.Blocks blocks);
  }

  private record Task(int index) implements Partition {
    private static final long serialVersionUID = 1;
  }

  BarrierJob(
      RDD<RowBlock> blocks,
      int blocksPerShard,
      Broadcast<Partition[]> partitions,
      int tasks,
      ClassTag<R> tag,
      Work<R> work) {
    super(
        blocks.sparkContext(),
        JavaConverters.asScalaBuffer(List.<Dependency<?>>of()).toList(),
        tag);
    this.blocks = blocks;
    this.blocksPerShard = blocksPerShard;
    this.partitions = partitions;
    this.tasks = tasks;
    this.work = work;
  }

  @Override
  public Partition[] getPartitions() {
    return IntStream.range(0, tasks).mapToObj(Task::new).toArray(Partition[]::new);
  }

  @Override
  public scala.collection.Iterator<R> compute(Partition split, TaskContext context) {
    R result =
        work.run(
            split.index(),
            (shard, block) -> read(partitions.value()[shard * blocksPerShard + block], context));
    return JavaConverters.asScalaIterator(List.of(result).iterator());
  }

  /**
   * A cached block, wherever it lies. One that is lost is not computed here: Spark, which knows of
   * no dependency, would stop altogether if what it is made of was lost too.
   */
  private RowBlock read(Partition partition, TaskContext context) {
    if (!blocks.getStorageLevel().isValid()) {
      return ShardJob.only(partition, blocks.iterator(partition, context));
    }
    RDDBlockId id = new RDDBlockId(blocks.id(), partition.index());
    Option<BlockResult> found = SparkEnv.get().blockManager().get(id, ROWS);
    if (found.isEmpty()) {
      throw new IllegalStateException("cached rows were lost with their executor (" + id + ")");
    }
    return ShardJob.only(partition, rows(found.get().data()));
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ClassTag<Object> rowsTag() {
    return (ClassTag) ClassTag$.MODULE$.apply(RowBlock.class);
  }

  @SuppressWarnings("unchecked")
  private static scala.collection.Iterator<RowBlock> rows(scala.collection.Iterator<?> elements) {
    return (scala.collection.Iterator<RowBlock>) elements;
  }
}
