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
   * The loss summed over the rows, each times its weight; writes dy, its derivative by y, unless dy
   * is null.
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
   * Turns the scores y[rows][width] into what a prediction reports: probabilities where the loss
   * defines them.
   */
  default void predict(int rows, int width, float[] y) {}

  /** Are predictions probabilities? */
  default boolean probabilistic() {
    return false;
  }

  /**
   * Checks that the loss can serve the task.
   *
   * @throws IllegalArgumentException if not
   */
  default void check(boolean classes, int width) {}
}
