package io.dendrite.train;

import io.dendrite.data.RowBlock;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;

/**
 * A Spark job of tasks that run at the same time, each of which may read any block. It does not
 * depend on the blocks in Spark's eyes, since a barrier stage allows no other number of partitions
 * than its own among them.
 *
 * @param <R> result of a task
 */
final class BarrierJob<R> extends RDD<R> {
  private static final long serialVersionUID = 1;

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
            (shard, block) ->
                ShardJob.read(blocks, partitions.value()[shard * blocksPerShard + block], context));
    return JavaConverters.asScalaIterator(List.of(result).iterator());
  }
}
