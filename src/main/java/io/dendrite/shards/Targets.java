package io.dendrite.shards;

import io.dendrite.data.ColumnStatistics;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.RowBlock;
import io.dendrite.data.Scaler;
import io.dendrite.net.Net;
import java.util.List;

/** Checks and counts the targets of a {@link ShardedRows}, and checks the weights of its rows. */
public final class Targets {
  private interface EachTarget {
    /** Called with the target values of one row. */
    void see(float[] target);
  }

  private Targets() {}

  /**
   * Refuses target values that do not suit the purpose or the loss of a network.
   *
   * @param key the setting that names the data set, for error messages
   * @param logarithm whether the network is trained on the logarithms of the targets
   * @throws DataException naming the column and the first wrong value
   */
  public static void check(
      ShardedRows rows, String key, Net net, Encoding encoding, boolean logarithm, int slots) {
    if (net.classes() || encoding.targetWidth() == 0) {
      return;
    }
    ShardedRows.Manifest manifest = rows.manifest();
    rows
        .run(
            rows.allBlocks(),
            rows.shardsPerGroup(slots),
            String.class,
            (first, end, blocks) ->
                firstWrong(manifest, first, end, blocks, net, encoding, logarithm))
        .stream()
        .filter(sentence -> !sentence.isEmpty())
        .findFirst()
        .ifPresent(
            sentence -> {
              throw new DataException(key + ": " + sentence);
            });
  }

  /**
   * Refuses features outside the range of the network's output, for a network that is trained to
   * reproduce its input.
   *
   * @param statistics statistics of the features
   * @param key the setting that names the data set, for error messages
   * @throws DataException naming the column and the range of its values
   */
  public static void checkFeatures(
      ColumnStatistics statistics, Scaler scaler, Net net, String key, Encoding encoding) {
    float[] least = statistics.least();
    float[] greatest = statistics.greatest();
    scaler.apply(least);
    scaler.apply(greatest);
    List<String> names = encoding.inputNames();
    for (int j = 0; j < least.length; j++) {
      try {
        net.checkTarget(unrounded(least[j]));
        net.checkTarget(unrounded(greatest[j]));
      } catch (IllegalArgumentException e) {
        throw new DataException(
            key
                + ": column "
                + (j < names.size() && names.size() == least.length ? names.get(j) : j)
                + " goes from "
                + least[j]
                + " to "
                + greatest[j]
                + " as data.scale makes it, and a row is its own target here: "
                + e.getMessage()
                + "; set data.scale = minmax, or a number to divide by");
      }
    }
  }

  /**
   * Rounds a value that is within 1e-5 of a whole number, since a scaled value may differ from 0 or
   * 1 by a rounding error.
   */
  private static float unrounded(float value) {
    float near = (float) Math.rint(value);
    return Math.abs(value - near) < 1e-5f ? near : value;
  }

  /**
   * A sentence about the first wrong target value in a range of shards; empty if all values are
   * right.
   */
  private static String firstWrong(
      ShardedRows.Manifest manifest,
      int first,
      int end,
      ShardJob.Blocks blocks,
      Net net,
      Encoding encoding,
      boolean logarithm) {
    String[] wrong = {""};
    each(
        manifest,
        first,
        end,
        blocks,
        encoding.targetWidth(),
        target -> {
          for (int j = 0; j < target.length && wrong[0].isEmpty(); j++) {
            String column =
                encoding.targets().isEmpty() ? "the label" : "column " + encoding.targets().get(j);
            try {
              net.checkTarget(target[j]);
            } catch (IllegalArgumentException e) {
              wrong[0] = "in " + column + ", " + e.getMessage();
            }
            if (logarithm && !(target[j] > 0)) {
              wrong[0] =
                  "in "
                      + column
                      + ", target "
                      + target[j]
                      + "; data.scaleTarget = log expects targets above 0";
            }
          }
        });
    return wrong[0];
  }

  /** Number of rows of each class. */
  public static long[] counts(ShardedRows rows, int classes, int slots) {
    long[] counts = new long[classes];
    ShardedRows.Manifest manifest = rows.manifest();
    rows.run(
            rows.allBlocks(),
            rows.shardsPerGroup(slots),
            long[].class,
            (first, end, blocks) -> {
              long[] some = new long[classes];
              each(manifest, first, end, blocks, 1, target -> some[(int) target[0]]++);
              return some;
            })
        .forEach(
            some -> {
              for (int c = 0; c < classes; c++) {
                counts[c] += some[c];
              }
            });
    return counts;
  }

  /**
   * Checks that the weights of the rows do not sum to 0, since otherwise the weighted mean over the
   * rows does not exist.
   *
   * @param what name of the rows in the error message
   * @param column name of the column that holds the weights
   * @throws DataException if the weights sum to 0
   */
  public static void checkWeights(ShardedRows rows, String what, String column, int slots) {
    ShardedRows.Manifest manifest = rows.manifest();
    if (rows.weighted()
        && !rows.run(
                rows.allBlocks(),
                rows.shardsPerGroup(slots),
                Boolean.class,
                (first, end, blocks) -> weighs(manifest, first, end, blocks))
            .contains(true)) {
      throw new DataException(
          what
              + " have weights (data.weight = "
              + column
              + ") that sum to 0; expected at least one above 0");
    }
  }

  private static boolean weighs(
      ShardedRows.Manifest manifest, int first, int end, ShardJob.Blocks blocks) {
    for (int shard = first; shard < end; shard++) {
      for (int b = 0; b < manifest.rows()[shard].length; b++) {
        RowBlock block = manifest.rows()[shard][b] == 0 ? null : blocks.get(shard, b);
        for (int row = 0; block != null && row < block.rows(); row++) {
          if (block.weight(row) > 0) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static void each(
      ShardedRows.Manifest manifest,
      int first,
      int end,
      ShardJob.Blocks blocks,
      int width,
      EachTarget see) {
    float[] target = new float[width];
    for (int shard = first; shard < end; shard++) {
      for (RowBlock block : manifest.blocks(shard, blocks)) {
        for (int row = 0; row < block.rows(); row++) {
          block.target(row, target, 0);
          see.see(target);
        }
      }
    }
  }
}
