package io.dendrite.nn;

/**
 * The loss of a row is the output y itself, a single number that the layer {@code rbm} computes; dy
 * = 1. The target of a row is its features, with values from 0 to 1.
 */
final class EnergyLoss implements Loss {
  @Override
  public double evaluate(
      int rows,
      int width,
      float[] y,
      float[] targets,
      boolean classes,
      float[] weights,
      float[] dy) {
    double sum = 0;
    for (int row = 0; row < rows; row++) {
      float weight = weights == null ? 1f : weights[row];
      sum += (double) weight * y[row];
      if (dy != null) {
        dy[row] = weight;
      }
    }
    return sum;
  }

  @Override
  public boolean fits(boolean classes, int outputs, int width) {
    return !classes && width == 1;
  }

  @Override
  public void checkTarget(float target) {
    if (!(target >= 0 && target <= 1)) {
      throw new IllegalArgumentException(
          "target " + target + "; a restricted Boltzmann machine expects 0 to 1");
    }
  }
}
