package io.dendrite.nn;

import java.io.Serializable;

/**
 * The function that training minimises: a sum over rows, computed in double. The sum is divided by
 * the batch size only after the sums of all shards have been added.
 *
 * <p>A row of targets is either one class index (classification) or has as many values as a row of
 * y (regression).
 */
public interface Loss extends Serializable {
  /**
   * Returns the sum of the rows' losses, each times the row's weight, and writes the derivative of
   * this sum with respect to y to {@code dy}, unless dy is null.
   *
   * @param targets class indices [rows], or target values [rows][width]
   * @param weights weight of each row; null if every weight is 1
   * @param dy array [rows][width] for the derivative; null if the derivative is not needed
   */
  double evaluate(
      int rows,
      int width,
      float[] y,
      float[] targets,
      boolean classes,
      float[] weights,
      float[] dy);

  /**
   * True if the loss can use rows of y of this width. By default, the width must be the number of
   * classes or target values.
   */
  default boolean fits(boolean classes, int outputs, int width) {
    return width == outputs;
  }

  /**
   * Advice for an error message: what a user should do if y has a width that the loss cannot use.
   */
  default String advice(int outputs) {
    return "end network.layers with \"inner-product " + outputs + "\"";
  }

  /**
   * True if the scores must be computed from y; false if y itself holds the scores. By default,
   * true if the number of outputs is not the width of y.
   */
  default boolean converts(int outputs, int width) {
    return width != outputs;
  }

  /**
   * Turns y[rows][width] into scores[rows][outputs]; the class with the greatest score is
   * predicted. The method {@code scores} is only called if {@link #converts} returns true.
   */
  default void scores(int rows, int width, float[] y, int outputs, float[] scores) {
    throw new IllegalStateException("a loss that fits one width only");
  }

  /**
   * Turns y[rows][width] into the predictions [rows][outputs] that users see: probabilities if the
   * loss defines them, otherwise scores.
   *
   * @param predicted receives the predictions; the same array as y unless {@link #converts} returns
   *     true
   */
  default void predict(int rows, int width, float[] y, int outputs, float[] predicted) {
    if (converts(outputs, width)) {
      scores(rows, width, y, outputs, predicted);
    }
  }

  /** True if the predictions of this loss are probabilities. */
  default boolean probabilistic() {
    return false;
  }

  /**
   * Checks that the loss can be used for classification or regression with this number of outputs.
   *
   * @param outputs number of classes, or of target values
   * @throws IllegalArgumentException if the loss cannot be used
   */
  default void check(boolean classes, int outputs) {}

  /**
   * Checks that the loss can use a target value of regression.
   *
   * @throws IllegalArgumentException if the loss cannot use the value; the message says what is
   *     expected
   */
  default void checkTarget(float target) {}

  /**
   * True if the loss of regression can use any number as a target, so that targets may be shifted
   * and scaled before training.
   */
  default boolean takesAnyTarget() {
    return false;
  }

  /**
   * The loss for targets that were divided by {@code spread}, one number for each output. A loss
   * with an option in units of the targets, such as Huber's delta, divides this option by the same
   * number.
   */
  default Loss ofTargetsDividedBy(double[] spread) {
    return this;
  }
}
