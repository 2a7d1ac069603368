package io.dendrite.score;

import io.dendrite.data.RowBlock;
import io.dendrite.shards.ShardJob;
import io.dendrite.shards.ShardedRows;
import io.dendrite.task.Ensemble;
import io.dendrite.task.EnsemblePass;
import io.dendrite.task.TaskSetup;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Computes the metrics of a data set. Sums over rows are computed in a fixed order: rows and blocks
 * of a shard in order, in chunks of a fixed number of rows, and shards in the order of the
 * canonical tree.
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
    EnsemblePass pass = new EnsemblePass(setup, w);
    MetricSums sums = new MetricSums(setup.net.purpose(), setup.net.outputs());
    for (RowBlock block : manifest.blocks(shard, blocks)) {
      pass.evaluate(
          block,
          weighted,
          (space, first, rows, y) -> {
            sums.loss += pass.loss();
            for (int i = 0; i < rows; i++) {
              sums.weight += space.weights[i];
            }
            sums.add(y, space.targets, rows);
          });
    }
    return sums;
  }
}
