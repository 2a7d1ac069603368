package io.dendrite.nn;

/**
 * A loss for classification that depends on the margin by which the score of the right class
 * exceeds the other scores. The last layer has one unit for each class, or a single unit for two
 * classes.
 */
abstract class MarginLoss implements Loss {
  private final String name;

  MarginLoss(String name) {
    this.name = name;
  }

  /**
   * The loss of a row if there are two classes and a single unit, whose score is y[at].
   *
   * @param sign 1 for a row of the second class, -1 for a row of the first class
   * @param dy array that receives {@code weight} times the derivative of the loss; null if the
   *     derivative is not needed
   */
  abstract double single(int at, float[] y, float sign, float weight, float[] dy);

  /**
   * The loss of a row if there is one unit for each class. The row's scores are the elements at
   * (inclusive) to at + width (exclusive) of y.
   *
   * @param target index of the right class
   */
  abstract double multi(int at, int width, float[] y, int target, float weight, float[] dy);

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
      int target = (int) targets[row];
      float weight = weights == null ? 1f : weights[row];
      loss +=
          weight
              * (width == 1
                  ? single(row, y, target == 1 ? 1f : -1f, weight, dy)
                  : multi(row * width, width, y, row * width + target, weight, dy));
    }
    return loss;
  }

  @Override
  public final boolean fits(boolean classes, int outputs, int width) {
    return SingleUnit.fits(classes, outputs, width);
  }

  @Override
  public final void scores(int rows, int width, float[] y, int outputs, float[] scores) {
    SingleUnit.scores(rows, y, scores);
  }

  @Override
  public final void check(boolean classes, int outputs) {
    if (!classes || outputs < 2) {
      throw new IllegalArgumentException(
          "network.loss = "
              + name
              + " needs network.task = classification and at least 2 classes; for regression use euclidean");
    }
  }
}
