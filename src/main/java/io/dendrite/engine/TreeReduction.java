package io.dendrite.engine;

import io.dendrite.reduce.CanonicalTree;
import io.dendrite.shards.ShardedRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Collects gradients on the driver, one sum for each group of shards. A group consists of the
 * shards that one task of the job processes. If there are few groups, the gradient sums of all
 * groups are sent to the driver. If there are many groups, executors first add up the sums of
 * neighbouring groups, along aligned subtrees of the canonical tree, so that the driver receives
 * about as many sums as the square root of the number of groups.
 *
 * <p>Spark's own treeAggregate merges partial results as they arrive, so its bits differ from run
 * to run.
 */
public final class TreeReduction {
  /**
   * Largest number of groups of shards at which every group's gradient sum is sent directly to the
   * driver.
   */
  private static final int DIRECT = 8;

  private TreeReduction() {}

  /**
   * Collects the sums that {@code groups} holds, one in each partition, in the order of the
   * partitions. If there are many partitions, executors first add the sums of neighbouring
   * partitions, and only the results of these additions are collected.
   */
  static <T> List<T> collect(JavaRDD<T> groups, Class<T> type, CanonicalTree.Plus<T> plus) {
    int count = groups.getNumPartitions();
    return ShardedRows.collect(count <= DIRECT ? groups : subtrees(groups, count, plus), type);
  }

  /**
   * Number of gradient sums that the driver receives if there are {@code groups} groups of shards.
   */
  public static int received(int groups) {
    int leaves = leaves(groups);
    return groups <= DIRECT ? groups : (groups + leaves - 1) / leaves;
  }

  private static int leaves(int groups) {
    return Integer.highestOneBit((int) Math.sqrt(groups));
  }

  /**
   * Adds up the sums of each aligned subtree of groups of shards in one task; the number of groups
   * in a subtree is a power of two.
   */
  static <T> JavaRDD<T> subtrees(JavaRDD<T> groups, int count, CanonicalTree.Plus<T> plus) {
    int leaves = leaves(count);
    return groups
        .mapPartitionsWithIndex(
            (leaf, sum) -> List.of(new Tuple2<>(leaf, sum.next())).iterator(), true)
        .mapToPair(leaf -> new Tuple2<>(leaf._1() / leaves, leaf))
        // The hash of an Integer is its value, so HashPartitioner sends each subtree to the
        // partition with the subtree's number.
        .partitionBy(new HashPartitioner((count + leaves - 1) / leaves))
        .mapPartitions(
            subtree -> {
              List<Tuple2<Integer, T>> sums = new ArrayList<>();
              subtree.forEachRemaining(leaf -> sums.add(leaf._2()));
              sums.sort(Comparator.comparing(Tuple2::_1));
              T sum = CanonicalTree.sum(sums.size(), i -> sums.get(i)._2(), plus);
              return List.of(sum).iterator();
            });
  }
}
