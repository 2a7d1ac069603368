package io.dendrite.optim;

import java.util.List;

/**
 * The function that {@link QuasiNewton} minimises, computed from sums over all rows: the mean loss
 * plus lambda/2 |w|^2, where w consists of the tensors to which weight decay applies. The gradient
 * is 0 for running statistics and for tensors whose rate factor is 0, since these are not changed.
 *
 * @param tensors tensors of the network, in the order of the flat parameter vector
 * @param l2 lambda of the L2 penalty
 * @param l1 lambda of the L1 penalty, the factor of the absolute values of w
 */
public record FullBatchObjective(List<ParameterBlocks.Tensor> tensors, float l2, float l1) {

  /** True if training changes the parameters of a tensor. */
  private static boolean moves(ParameterBlocks.Tensor tensor) {
    return tensor.rateFactor() > 0 && tensor.momentum() == 0;
  }

  /**
   * Computes value and gradient of the objective at x.
   *
   * @param loss loss at x, summed over all rows
   * @param g gradient of the summed loss at x; the array is overwritten with the gradient of the
   *     objective
   * @param weight sum of the rows' weights, by which the summed loss and its gradient are divided
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

  /** For each parameter, the factor of its absolute value in the L1 penalty. */
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
   * Moves the running statistics in {@code x} towards the statistics' means over all rows.
   *
   * @param sums sums of the statistics over the rows, at the same offsets as the statistics in
   *     {@code x}
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
