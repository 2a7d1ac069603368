package io.dendrite.train;

import io.dendrite.data.RowBlock;
import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Scores a data set: each block in fixed chunks, blocks and rows in order, shards in the canonical
 * tree.
 */
final class Evaluation {
  private Evaluation() {}

  static Metrics run(
      JavaSparkContext spark,
      ShardedRows data,
      Broadcast<TaskSetup> setup,
      float[] parameters,
      List<String> labels,
      int slots) {
    Broadcast<Ensemble> broadcast =
        spark.broadcast(new Ensemble(parameters.clone(), setup.value().net.parameters()));
    Broadcast<ShardedRows.Census> census = spark.broadcast(data.census());
    boolean weighted = data.weighted();
    try {
      CanonicalTree<MetricSums> tree = new CanonicalTree<>(MetricSums::plus);
      data.run(
              data.allBlocks(),
              data.shardsPerGroup(slots),
              MetricSums.class,
              (first, end, blocks) -> {
                CanonicalTree<MetricSums> group = new CanonicalTree<>(MetricSums::plus);
                for (int shard = first; shard < end; shard++) {
                  group.add(
                      shard(
                          shard,
                          blocks,
                          setup.value(),
                          census.value(),
                          broadcast.value(),
                          weighted));
                }
                return group.sum();
              })
          .forEach(tree::add);
      return Metrics.of(tree.sum(), labels);
    } finally {
      broadcast.destroy();
      census.destroy();
    }
  }

  private static MetricSums shard(
      int shard,
      ShardJob.Blocks blocks,
      TaskSetup setup,
      ShardedRows.Census census,
      Ensemble w,
      boolean weighted) {
    Net net = setup.net;
    EnsemblePass pass = new EnsemblePass(net, w);
    MetricSums sums = new MetricSums(net.task(), net.outputs());
    for (int b = 0; b < census.rows()[shard].length; b++) {
      if (census.rows()[shard][b] == 0) {
        continue;
      }
      RowBlock block = census.check(shard, b, blocks.get(shard, b));
      Workspace workspace = setup.borrow(false, Math.min(setup.chunk, block.rows()));
      try {
        for (int done = 0; done < block.rows(); done += setup.chunk) {
          int rows = Math.min(setup.chunk, block.rows() - done);
          int first = done;
          float[] y =
              pass.evaluate(
                  workspace, rows, i -> setup.load(block, first + i, workspace, i), weighted);
          sums.loss += pass.loss();
          for (int i = 0; i < rows; i++) {
            sums.weight += workspace.weights[i];
          }
          sums.add(y, workspace.targets, rows);
        }
      } finally {
        setup.giveBack(false, workspace);
      }
    }
    return sums;
  }
}
