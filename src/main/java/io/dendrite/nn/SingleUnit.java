package io.dendrite.nn;

/**
 * Classification into two classes with a single unit: the second class is predicted where y is
 * above 0.
 */
final class SingleUnit {
  private SingleUnit() {}

  /** True if the width of the last layer is the number of outputs, or is 1 for two classes. */
  static boolean fits(boolean classes, int outputs, int width) {
    return width == outputs || classes && outputs == 2 && width == 1;
  }

  /** Computes the scores of both classes: scores[rows][2] = (-y, y). */
  static void scores(int rows, float[] y, float[] scores) {
    for (int row = 0; row < rows; row++) {
      scores[2 * row] = -y[row];
      scores[2 * row + 1] = y[row];
    }
  }
}
