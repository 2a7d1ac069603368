package io.dendrite.optim;

import io.dendrite.math.Vectors;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * One update of the parameters from a summed gradient: divide by the batch's weight, add weight
 * decay, clip by norm, apply the rule.
 *
 * @param weightDecay lambda: g = g + lambda w for the tensors that decay
 * @param clipNorm the gradient's norm (with weight decay) is scaled down to this; 0 for no clipping
 */
public record Optimizer(UpdateRule rule, float weightDecay, double clipNorm, ParameterBlocks blocks)
    implements Serializable {
  private static final int PARALLEL_FROM = 64;

  /** A gradient that is still to be summed. */
  public interface Slices {
    /** Completes the sum for the elements start (inclusive) to end (exclusive). */
    void sum(int start, int end);
  }

  /** Checks the ranges. */
  public Optimizer {
    check(weightDecay, clipNorm);
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException naming the setting
   */
  public static void check(float weightDecay, double clipNorm) {
    if (!(weightDecay >= 0 && weightDecay < 1)) {
      throw new IllegalArgumentException(
          "train.optimizer.weightDecay is "
              + weightDecay
              + "; expected a number from 0 to below 1");
    }
    if (!(clipNorm >= 0) || Double.isInfinite(clipNorm)) {
      throw new IllegalArgumentException(
          "train.optimizer.clipNorm is "
              + clipNorm
              + "; expected a number above 0, or 0 for no clipping");
    }
  }

  /**
   * Makes the summed gradient the mean one, with weight decay, in place.
   *
   * @param weight what to divide by: rows, or their summed weights
   * @param slices completes the sum in g, a block at a time
   * @return its Euclidean norm, folded in double over the blocks in index order
   */
  public double finish(float[] w, float[] g, double weight, Slices slices) {
    double[] squares = new double[blocks.count()];
    blocks(
        b -> {
          slices.sum(blocks.from()[b], blocks.from()[b + 1]);
          squares[b] = finish(b, w, g, weight);
        });
    return norm(squares);
  }

  /** The same for one block whose sum is complete; returns the sum of its squares. */
  public double finish(int block, float[] w, float[] g, double weight) {
    int from = blocks.from()[block];
    int to = blocks.from()[block + 1];
    float divisor = (float) weight;
    for (int i = from; i < to; i++) {
      g[i] /= divisor;
    }
    if (weightDecay > 0 && blocks.decays()[block]) {
      float lambda = weightDecay;
      for (int i = from; i < to; i++) {
        g[i] += lambda * w[i];
      }
    }
    return Vectors.sumOfSquares(g, from, to - from);
  }

  /** The Euclidean norm by the sums of squares of all blocks. */
  public double norm(double[] squares) {
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  /** Updates w and the slots from a finished gradient of the given norm. */
  public void update(float[] w, float[] g, float[][] slots, double norm, double rate) {
    blocks(b -> update(b, w, g, slots, norm, rate));
  }

  /** The same for one block. */
  public void update(int block, float[] w, float[] g, float[][] slots, double norm, double rate) {
    float scale = clipNorm > 0 && norm > clipNorm ? (float) (clipNorm / norm) : 1f;
    int from = blocks.from()[block];
    rule.update(w, g, slots, scale, (float) rate, from, blocks.from()[block + 1]);
  }

  /**
   * Every block is independent of the others, so the threads that take part do not change the bits.
   */
  private void blocks(java.util.function.IntConsumer work) {
    IntStream range = IntStream.range(0, blocks.count());
    (blocks.count() < PARALLEL_FROM ? range : range.parallel()).forEach(work);
  }
}
