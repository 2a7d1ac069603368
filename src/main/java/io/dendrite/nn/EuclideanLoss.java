package io.dendrite.nn;

/**
 * Half the squared distance: loss = 1/2 |y - t|^2, summed over outputs; dy = y - t. For classes, t
 * is 1 at the class and 0 elsewhere.
 */
final class EuclideanLoss implements Loss {
  @Override
  public double evaluate(
      int rows,
      int width,
      float[] y,
      float[] targets,
      boolean classes,
      float[] weights,
      float[] dy) {
    double loss = 0;
    for (int row = 0; row < rows; row++) {
      int at = row * width;
      float weight = weights == null ? 1f : weights[row];
      int target = classes ? (int) targets[row] : -1;
      double squares = 0;
      for (int j = 0; j < width; j++) {
        float t = classes ? (j == target ? 1f : 0f) : targets[at + j];
        float difference = y[at + j] - t;
        squares += (double) difference * difference;
        if (dy != null) {
          dy[at + j] = weight * difference;
        }
      }
      loss += weight * (0.5 * squares);
    }
    return loss;
  }
}
