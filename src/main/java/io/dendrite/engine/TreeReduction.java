package io.dendrite.engine;

import io.dendrite.reduce.CanonicalTree;
import io.dendrite.shards.ShardedRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Brings the gradients of a job's groups to the driver. Few groups come as they are; of many,
 * aligned subtrees are first summed on executors, so that the driver receives about the square root
 * of their number.
 *
 * <p>Spark's own treeAggregate merges partial results as they arrive, so its bits differ from run
 * to run.
 */
public final class TreeReduction {
  /** Up to this many groups go straight to the driver. */
  private static final int DIRECT = 8;

  /** Adds two sums. */
  interface Plus<T> extends BinaryOperator<T>, Serializable {}

  private TreeReduction() {}

  /**
   * The sums of all partitions, each of which gives one, or of aligned subtrees of them, in the
   * order of their indices.
   */
  static <T> List<T> collect(JavaRDD<T> groups, Class<T> type, Plus<T> plus) {
    int count = groups.getNumPartitions();
    return ShardedRows.collect(count <= DIRECT ? groups : subtrees(groups, count, plus), type);
  }

  /** How many sums of so many groups come to the driver. */
  public static int received(int groups) {
    int leaves = leaves(groups);
    return groups <= DIRECT ? groups : (groups + leaves - 1) / leaves;
  }

  private static int leaves(int groups) {
    return Integer.highestOneBit((int) Math.sqrt(groups));
  }

  /** Aligned subtrees of a power of two leaves, each summed in one task. */
  static <T> JavaRDD<T> subtrees(JavaRDD<T> groups, int count, Plus<T> plus) {
    int leaves = leaves(count);
    return groups
        .mapPartitionsWithIndex(
            (index, sums) -> {
              List<Tuple2<Integer, T>> indexed = new ArrayList<>();
              sums.forEachRemaining(sum -> indexed.add(new Tuple2<>(index, sum)));
              return indexed.iterator();
            },
            true)
        .mapToPair(pair -> pair)
        .partitionBy(new Subtree(leaves, (count + leaves - 1) / leaves))
        .mapPartitions(
            pairs -> {
              List<Tuple2<Integer, T>> sorted = new ArrayList<>();
              pairs.forEachRemaining(sorted::add);
              sorted.sort(Comparator.comparing(Tuple2::_1));
              return List.of(fold(sorted, plus)).iterator();
            });
  }

  private static <T> T fold(List<Tuple2<Integer, T>> sums, Plus<T> plus) {
    CanonicalTree<T> tree = new CanonicalTree<>(plus);
    sums.forEach(sum -> tree.add(sum._2()));
    return tree.sum();
  }

  /** Leaf i belongs to subtree i / leaves. */
  private static final class Subtree extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int leaves;
    private final int count;

    Subtree(int leaves, int count) {
      this.leaves = leaves;
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object leaf) {
      return (Integer) leaf / leaves;
    }
  }
}
