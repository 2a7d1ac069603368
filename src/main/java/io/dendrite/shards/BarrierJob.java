package io.dendrite.shards;

import io.dendrite.data.RowBlock;
import java.io.Serializable;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import org.apache.spark.storage.BlockResult;
import org.apache.spark.storage.RDDBlockId;
import scala.Option;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A Spark job of barrier tasks, which all run at the same time and may read any cached block. The
 * job is declared to Spark without a dependency on the RDD of the blocks, since a barrier stage
 * must have as many partitions as the RDD that it depends on. Since the dependency is missing, the
 * job fails if a block is lost; it cannot recompute the block.
 *
 * @param <R> type of a task's result
 */
public final class BarrierJob<R> extends RDD<R> {
  private static final long serialVersionUID = 1;

  private final int blocks;
  private final RowBlock.Filter part;
  private final int blocksPerShard;
  private final int tasks;
  private final Work<R> work;

  /** The work of one barrier task. */
  public interface Work<R> extends Serializable {
    /** Computes the result of a task; tasks are counted from 0. */
    R run(int task, ShardJob.Blocks blocks);
  }

  private record Task(int index) implements Partition {
    private static final long serialVersionUID = 1;
  }

  /**
   * @param blocks Spark's id of the RDD of the cached blocks
   * @param part filter that chooses the rows of each block that the tasks see; null for all rows
   */
  BarrierJob(
      SparkContext spark,
      int blocks,
      RowBlock.Filter part,
      int blocksPerShard,
      int tasks,
      ClassTag<R> tag,
      Work<R> work) {
    super(spark, JavaConverters.asScalaBuffer(List.<Dependency<?>>of()).toList(), tag);
    this.blocks = blocks;
    this.part = part;
    this.blocksPerShard = blocksPerShard;
    this.tasks = tasks;
    this.work = work;
  }

  @Override
  public Partition[] getPartitions() {
    return IntStream.range(0, tasks).mapToObj(Task::new).toArray(Partition[]::new);
  }

  @Override
  public scala.collection.Iterator<R> compute(Partition split, TaskContext context) {
    R result = work.run(split.index(), (shard, block) -> read(shard * blocksPerShard + block));
    return JavaConverters.asScalaIterator(List.of(result).iterator());
  }

  /** Reads a cached block, from this executor or from another that holds it. */
  private RowBlock read(int block) {
    RDDBlockId id = new RDDBlockId(blocks, block);
    Option<BlockResult> found =
        SparkEnv.get().blockManager().get(id, ClassTag$.MODULE$.apply(RowBlock.class));
    if (found.isEmpty()) {
      throw new IllegalStateException("cached rows were lost with their executor (" + id + ")");
    }
    return ShardJob.part((RowBlock) ShardJob.only(block, found.get().data()), part);
  }
}
