package io.dendrite.optim;

import io.dendrite.math.Vectors;
import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Updates the parameters from a summed gradient. The optimizer divides the gradient by the batch's
 * weight, adds weight decay, clips the gradient, applies the learning rule, limits the norm of each
 * unit's weights, and updates the running average of the parameters.
 *
 * @param stepsPerEpoch number of steps per epoch, at least 1
 */
public record Optimizer(OptimizerSpec spec, ParameterBlocks blocks, long stepsPerEpoch)
    implements Serializable {
  private static final int PARALLEL_FROM = 64;

  /** Completes a summed gradient one slice at a time, when the slice is needed. */
  public interface Slices {
    /**
     * Completes the summed gradient for the elements {@code start} (inclusive) to {@code end}
     * (exclusive).
     */
    void sum(int start, int end);
  }

  /** The learning rule, which must be a rule that updates the parameters step by step. */
  private UpdateRule rule() {
    return (UpdateRule) spec.rule();
  }

  /**
   * Allocates an array for the sums of squares that a step needs: for each block of parameters, the
   * sum of squares of the gradient and the sum of squares of the parameters.
   */
  public double[] squares() {
    return new double[2 * blocks.count()];
  }

  /**
   * Turns the summed gradient {@code g} into the mean gradient, adds weight decay, and stores the
   * result in {@code g}.
   *
   * @param weight number by which the gradient is divided: the number of rows, or the sum of their
   *     weights
   * @param rows number of rows, by which running statistics are divided
   * @param slices completes the summed gradient in {@code g}, one block at a time
   * @param squares array that receives the sums of squares of all blocks, from {@link #squares()}
   * @return the Euclidean norm of the mean gradient, summed in double over the blocks in index
   *     order
   */
  public double finish(
      float[] w, float[] g, double weight, long rows, Slices slices, double[] squares) {
    blocks(
        b -> {
          slices.sum(blocks.from()[b], blocks.from()[b + 1]);
          finish(b, w, g, weight, rows, squares);
        });
    return norm(squares);
  }

  /**
   * Turns one block of the summed gradient {@code g} into the mean gradient, adds weight decay, and
   * stores the result in {@code g}. The summed gradient must be complete for the block.
   */
  public void finish(int block, float[] w, float[] g, double weight, long rows, double[] squares) {
    int from = blocks.from()[block];
    int to = blocks.from()[block + 1];
    ParameterBlocks.Tensor tensor = blocks.of(block);
    if (tensor.rateFactor() == 0) {
      return;
    }
    float divisor = (float) (tensor.momentum() > 0 ? rows : weight);
    for (int i = from; i < to; i++) {
      g[i] /= divisor;
    }
    if (tensor.momentum() > 0) {
      return;
    }
    float l2 = rule().decays() ? 0 : (float) (spec.weightDecay() * tensor.decayFactor());
    if (l2 > 0) {
      for (int i = from; i < to; i++) {
        g[i] += l2 * w[i];
      }
    }
    float l1 = (float) (spec.l1() * tensor.decayFactor());
    if (l1 > 0) {
      for (int i = from; i < to; i++) {
        g[i] += l1 * Math.signum(w[i]);
      }
    }
    float most = spec.clipValue();
    if (most > 0) {
      for (int i = from; i < to; i++) {
        // If the element is NaN, the result of Math.max and Math.min is NaN.
        g[i] = Math.max(-most, Math.min(most, g[i]));
      }
    }
    squares[2 * block] = Vectors.sumOfSquares(g, from, to - from);
    if (rule().readsNorms()) {
      squares[2 * block + 1] = Vectors.sumOfSquares(w, from, to - from);
    }
  }

  /** The Euclidean norm of the gradient, computed from the sums of squares of all blocks. */
  public double norm(double[] squares) {
    return Math.sqrt(sum(squares, 0, 0, blocks.count()));
  }

  /**
   * Adds the sums of squares of the blocks {@code first} (inclusive) to {@code end} (exclusive), of
   * the gradient ({@code which} = 0) or of the parameters ({@code which} = 1).
   */
  private static double sum(double[] squares, int which, int first, int end) {
    double sum = 0;
    for (int block = first; block < end; block++) {
      sum += squares[2 * block + which];
    }
    return sum;
  }

  /**
   * Updates the parameters {@code w} and the state vectors {@code slots} from a gradient that
   * {@link #finish} has completed.
   *
   * @param squares sums of squares of all blocks, as {@link #finish} computed them
   * @param rate learning rate of the step
   * @param step number of steps done before the current step
   */
  public void update(
      float[] w,
      float[] g,
      float[][] slots,
      double[] squares,
      double norm,
      double rate,
      long step) {
    blocks(b -> update(b, w, g, slots, squares, norm, rate, step, new Update()));
  }

  /**
   * Updates one block of the parameters and of the state vectors, with {@code u} as scratch space.
   */
  public void update(
      int block,
      float[] w,
      float[] g,
      float[][] slots,
      double[] squares,
      double norm,
      double rate,
      long step,
      Update u) {
    ParameterBlocks.Tensor tensor = blocks.of(block);
    u.from = blocks.from()[block];
    u.to = blocks.from()[block + 1];
    if (tensor.momentum() > 0) {
      move(w, g, u.from, u.to, (float) tensor.momentum());
    } else if (tensor.rateFactor() > 0) {
      u.step = step;
      u.rate = (float) (rate * tensor.rateFactor());
      double clip = spec.clipNorm();
      u.scale = clip > 0 && norm > clip ? (float) (clip / norm) : 1f;
      u.decay = (float) (spec.weightDecay() * tensor.decayFactor());
      if (rule().readsNorms()) {
        norms(block, tensor, squares, u);
      }
      rule().update(w, g, slots, u);
      if (spec.maxNorm() > 0 && tensor.weights()) {
        limitRows(w, u.from, u.to, tensor.row());
      }
    }
    if (!spec.averaging().none()) {
      float[] average = slots[slots.length - 1];
      spec.averaging().update(w, average, step, stepsPerEpoch, u.from, u.to);
    }
  }

  /** Moves running statistics towards the statistics' means over the rows of the step. */
  private static void move(float[] w, float[] g, int from, int to, float share) {
    for (int i = from; i < to; i++) {
      w[i] += share * (g[i] - w[i]);
    }
  }

  private void norms(int block, ParameterBlocks.Tensor tensor, double[] squares, Update u) {
    int first = block;
    int end = block;
    int of = blocks.tensor()[block];
    while (first > 0 && blocks.tensor()[first - 1] == of) {
      first--;
    }
    while (end < blocks.count() && blocks.tensor()[end] == of) {
      end++;
    }
    u.gradientNorm = Math.sqrt(sum(squares, 0, first, end));
    u.weightNorm = tensor.weights() ? Math.sqrt(sum(squares, 1, first, end)) : 0;
  }

  private void limitRows(float[] w, int from, int to, int row) {
    double most = spec.maxNorm();
    for (int at = from; at < to; at += row) {
      double norm = Math.sqrt(Vectors.sumOfSquares(w, at, row));
      if (norm > most) {
        float scale = (float) (most / norm);
        for (int i = at; i < at + row; i++) {
          w[i] *= scale;
        }
      }
    }
  }

  /**
   * Runs {@code work} for every block, with several threads if there are many blocks. The results
   * of different blocks do not depend on each other, so the number of threads does not change the
   * bits.
   */
  private void blocks(java.util.function.IntConsumer work) {
    IntStream range = IntStream.range(0, blocks.count());
    (blocks.count() < PARALLEL_FROM ? range : range.parallel()).forEach(work);
  }
}
