package io.dendrite.optim;

/**
 * How a gradient changes the parameters, element by element. Immutable; its state lives in slots
 * beside the parameters. Only additions, multiplications, divisions and square roots, so that every
 * machine gives the same bits.
 */
public interface UpdateRule extends LearningRule {
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
}
