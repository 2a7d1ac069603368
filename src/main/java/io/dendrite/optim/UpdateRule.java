package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * How a gradient changes the parameters, element by element. Immutable; its state lives in slots
 * beside the parameters.
 */
public interface UpdateRule extends Serializable {
  /** Names of the state vectors, each as long as the parameters and zero at the start. */
  List<String> slots();

  /**
   * Updates w and the slots for the elements of [from, to).
   *
   * @param g the mean gradient with weight decay
   * @param scale factor on g (clipping)
   * @param rate learning rate
   */
  void update(float[] w, float[] g, float[][] slots, float scale, float rate, int from, int to);
}
