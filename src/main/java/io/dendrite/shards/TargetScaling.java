package io.dendrite.shards;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.DataException;
import io.dendrite.data.FloatFeatures;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.net.Net;

/** Fits the scaling of the targets of regression to the training rows. */
final class TargetScaling {
  private TargetScaling() {}

  /**
   * Throws an exception if {@code kind} names a scaling although the network's targets cannot be
   * scaled.
   *
   * @param kind value of {@code data.scaleTarget}
   */
  static void check(String kind, Net net) {
    if (!net.takesAnyTarget() && !kind.equals("auto") && !kind.equals("none")) {
      throw new DataException(
          "data.scaleTarget = "
              + kind
              + " needs network.task = regression, a loss that can use any number as a target"
              + " (euclidean, absolute, huber), and a last layer that can give any number"
              + " (inner-product, convolution); set data.scaleTarget = auto or none");
    }
  }

  /**
   * Fits the scaling.
   *
   * @param kind value of {@code data.scaleTarget}, already checked
   */
  static Scaler.Targets fit(String kind, ShardedRows train, Net net, int slots) {
    if (!net.takesAnyTarget() || train.rows() == 0) {
      return Scaler.Targets.UNCHANGED;
    }
    return switch (kind) {
      case "none" -> Scaler.Targets.UNCHANGED;
      case "auto", "standard" -> Scaler.Targets.standard(false, statistics(train, false, slots));
      case "log" -> Scaler.Targets.standard(true, statistics(train, true, slots));
      case "robust" -> Scaler.Targets.robust(Quartiles.of(train, net.outputs(), slots));
      default -> throw new IllegalArgumentException("data.scaleTarget is '" + kind + "'");
    };
  }

  private static ColumnStatistics statistics(ShardedRows train, boolean logarithm, int slots) {
    return RowLoader.statistics(
        train, block -> logarithm ? logarithms(block) : block.targetColumns(), slots);
  }

  private static FloatFeatures logarithms(RowBlock block) {
    int width = block.targetColumns().width();
    float[] logs = new float[block.rows() * width];
    for (int row = 0; row < block.rows(); row++) {
      block.target(row, logs, row * width);
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] = (float) Math.log(logs[i]);
    }
    return new FloatFeatures(block.rows(), width, logs);
  }
}
