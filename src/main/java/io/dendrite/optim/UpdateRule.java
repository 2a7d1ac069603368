package io.dendrite.optim;

/**
 * How a gradient changes the parameters, element by element. Immutable; its state lives in slots
 * beside the parameters. Rules use only additions, multiplications, divisions and square roots, so
 * that every machine computes the same bits.
 */
public interface UpdateRule extends LearningRule {
  /**
   * Updates the elements of a block.
   *
   * @param g the mean gradient, with weight decay unless the rule {@link #decays()}
   */
  void update(float[] w, float[] g, float[][] slots, Update u);

  /** True if the rule applies weight decay itself ({@link Update#decay}). */
  default boolean decays() {
    return false;
  }

  /** True if the rule uses the norms of whole tensors. */
  default boolean readsNorms() {
    return false;
  }
}
