package io.dendrite.optim;

import java.io.Serializable;
import java.util.List;

/**
 * How a gradient changes the parameters, element by element. Immutable; its state lives in slots
 * beside the parameters. Only additions, multiplications, divisions and square roots, so that every
 * machine gives the same bits.
 */
public interface UpdateRule extends Serializable {
  /** Names of the state vectors, each as long as the parameters and zero at the start. */
  List<String> slots();

  /**
   * Updates the elements of a block.
   *
   * @param g the mean gradient, with weight decay unless the rule {@link #decays()}
   */
  void update(float[] w, float[] g, float[][] slots, Update u);

  /** Does it apply weight decay itself ({@link Update#decay})? */
  default boolean decays() {
    return false;
  }

  /** Does it look at the norms of whole tensors? */
  default boolean readsNorms() {
    return false;
  }

  /** Does it need the gradient of all rows in every step? */
  default boolean fullBatch() {
    return false;
  }
}
