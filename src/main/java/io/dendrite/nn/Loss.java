package io.dendrite.nn;

import java.io.Serializable;

/**
 * What training minimises: a sum over rows, in double. The division by the batch size happens once,
 * on the driver.
 *
 * <p>A target row is either one class index (classification) or as wide as y (regression).
 */
public interface Loss extends Serializable {
  /**
   * The loss summed over the rows, each times its weight; writes dy, its derivative with respect to
   * y, unless dy is null.
   *
   * @param targets class indices [rows] or values [rows][width]
   * @param weights [rows], or null for 1
   * @param dy [rows][width], or null
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
   * True if a row of y has the width that the loss needs: as many elements as there are classes or
   * target values, unless a loss overrides this.
   */
  default boolean fits(boolean classes, int outputs, int width) {
    return width == outputs;
  }

  /** What a user should do if y has another width, for a message. */
  default String advice(int outputs) {
    return "end network.layers with \"inner-product " + outputs + "\"";
  }

  /** True if scores differ from y: by default, if the widths differ. */
  default boolean converts(int outputs, int width) {
    return width != outputs;
  }

  /**
   * Turns y[rows][width] into scores[rows][outputs]; the class with the greatest score is
   * predicted. Only called if the loss {@link #converts}.
   */
  default void scores(int rows, int width, float[] y, int outputs, float[] scores) {
    throw new IllegalStateException("a loss that fits one width only");
  }

  /**
   * Turns y[rows][width] into the reported predictions, [rows][outputs]: probabilities where the
   * loss defines them, else scores.
   *
   * @param predicted the same array as y unless the loss {@link #converts}
   */
  default void predict(int rows, int width, float[] y, int outputs, float[] predicted) {
    if (converts(outputs, width)) {
      scores(rows, width, y, outputs, predicted);
    }
  }

  /** True if predictions are probabilities. */
  default boolean probabilistic() {
    return false;
  }

  /**
   * Checks that the loss can be used for the task.
   *
   * @param outputs classes, or target values
   * @throws IllegalArgumentException if not
   */
  default void check(boolean classes, int outputs) {}

  /**
   * Checks a target value of regression.
   *
   * @throws IllegalArgumentException saying what is expected
   */
  default void checkTarget(float target) {}
}
