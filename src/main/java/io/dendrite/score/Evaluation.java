package io.dendrite.score;

import io.dendrite.data.RowBlock;
import io.dendrite.net.Net;
import io.dendrite.net.Workspace;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.Ensemble;
import io.dendrite.task.EnsemblePass;
import io.dendrite.task.TaskSetup;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Scores a data set: each block in fixed chunks, blocks and rows in order, shards in the canonical
 * tree.
 */
public final class Evaluation {
  private Evaluation() {}

  public static Metrics run(
      JavaSparkContext spark,
      ShardedRows data,
      Broadcast<TaskSetup> setup,
      float[] parameters,
      List<String> labels,
      int slots) {
    Broadcast<Ensemble> broadcast =
        spark.broadcast(new Ensemble(parameters.clone(), setup.value().net.parameters()));
    Broadcast<ShardedRows.Manifest> manifest = spark.broadcast(data.manifest());
    boolean weighted = data.weighted();
    try {
      MetricSums sum =
          data.sum(
              slots,
              MetricSums.class,
              (shard, blocks) ->
                  shard(
                      shard, blocks, setup.value(), manifest.value(), broadcast.value(), weighted),
              MetricSums::plus);
      return Metrics.of(sum, labels);
    } finally {
      broadcast.destroy();
      manifest.destroy();
    }
  }

  private static MetricSums shard(
      int shard,
      ShardJob.Blocks blocks,
      TaskSetup setup,
      ShardedRows.Manifest manifest,
      Ensemble w,
      boolean weighted) {
    Net net = setup.net;
    EnsemblePass pass = new EnsemblePass(net, w);
    MetricSums sums = new MetricSums(net.task(), net.outputs());
    for (int b = 0; b < manifest.rows()[shard].length; b++) {
      if (manifest.rows()[shard][b] == 0) {
        continue;
      }
      RowBlock block = manifest.check(shard, b, blocks.get(shard, b));
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
