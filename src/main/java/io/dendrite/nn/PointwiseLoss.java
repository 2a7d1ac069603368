package io.dendrite.nn;

/**
 * A loss that is a sum over the elements of y, where each element has its own target t. For
 * classification, t is 1 for the element of the row's class and 0 for all other elements; a single
 * unit for two classes has t = 1 for the second class and t = {@link #low} for the first.
 */
abstract class PointwiseLoss implements Loss {
  /** The loss of element j of a row, whose output is y and whose target is t. */
  abstract double loss(int j, float y, float t);

  /** The derivative of the loss of element j with respect to y. */
  abstract float slope(int j, float y, float t);

  /** The target t for rows of the first class if there are two classes and a single unit. */
  float low() {
    return -1f;
  }

  @Override
  public final double evaluate(
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
      double sum = 0;
      for (int j = 0; j < width; j++) {
        float t = classes ? target((int) targets[row], j, width) : targets[at + j];
        sum += loss(j, y[at + j], t);
        if (dy != null) {
          dy[at + j] = weight * slope(j, y[at + j], t);
        }
      }
      loss += weight * sum;
    }
    return loss;
  }

  private float target(int target, int j, int width) {
    if (width == 1) {
      return target == 1 ? 1f : low();
    }
    return j == target ? 1f : 0f;
  }

  @Override
  public boolean fits(boolean classes, int outputs, int width) {
    return SingleUnit.fits(classes, outputs, width);
  }

  @Override
  public void scores(int rows, int width, float[] y, int outputs, float[] scores) {
    SingleUnit.scores(rows, y, scores);
  }
}
