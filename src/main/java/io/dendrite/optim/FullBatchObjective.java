package io.dendrite.optim;

import java.util.List;

/**
 * The function that {@link QuasiNewton} minimises, computed from sums over all rows: the mean loss
 * + lambda/2 |w|^2, over the tensors that decay. Tensors with a rate factor of 0, and statistics,
 * stay as they are.
 *
 * @param tensors in the order of the parameters
 * @param l2 lambda
 * @param l1 the L1 penalty on a unit of magnitude in the tensors that decay
 */
public record FullBatchObjective(List<ParameterBlocks.Tensor> tensors, float l2, float l1) {

  /** True for a tensor whose parameters change. */
  private static boolean moves(ParameterBlocks.Tensor tensor) {
    return tensor.rateFactor() > 0 && tensor.momentum() == 0;
  }

  /**
   * Value and gradient.
   *
   * @param loss summed over rows
   * @param g its gradient; becomes that of the objective
   * @param weight to divide by
   */
  public QuasiNewton.Evaluation of(double[] x, double loss, double[] g, double weight) {
    double decay = 0;
    int at = 0;
    for (ParameterBlocks.Tensor tensor : tensors) {
      double lambda = l2 * tensor.decayFactor();
      double squares = 0;
      int end = at + tensor.size();
      if (moves(tensor)) {
        for (int i = at; i < end; i++) {
          g[i] = g[i] / weight + lambda * x[i];
          squares += x[i] * x[i];
        }
      } else {
        java.util.Arrays.fill(g, at, end, 0);
      }
      decay += lambda / 2 * squares;
      at = end;
    }
    return new QuasiNewton.Evaluation(loss / weight + decay, g);
  }

  /** The L1 penalty on a unit of each element's magnitude. */
  public double[] l1Costs() {
    double[] costs = new double[tensors.stream().mapToInt(ParameterBlocks.Tensor::size).sum()];
    int at = 0;
    for (ParameterBlocks.Tensor tensor : tensors) {
      double cost = moves(tensor) ? l1 * tensor.decayFactor() : 0;
      java.util.Arrays.fill(costs, at, at += tensor.size(), cost);
    }
    return costs;
  }

  /**
   * Running statistics move towards the statistics of the rows.
   *
   * @param sums over the rows, where the statistics lie in the gradient
   */
  public void moveStatistics(double[] x, double[] sums, long rows) {
    int at = 0;
    for (ParameterBlocks.Tensor tensor : tensors) {
      for (int i = at; i < at + tensor.size() && tensor.momentum() > 0; i++) {
        x[i] += tensor.momentum() * (sums[i] / rows - x[i]);
      }
      at += tensor.size();
    }
  }
}
