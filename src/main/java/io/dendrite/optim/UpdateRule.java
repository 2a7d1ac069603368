package io.dendrite.optim;

/**
 * A rule by which a gradient changes the parameters, element by element. A rule object is
 * immutable. The state of the rule is kept in slots, which are vectors as long as the parameter
 * vector. An update rule uses only additions, multiplications, divisions and square roots, so that
 * every machine computes the same bits.
 */
public interface UpdateRule extends LearningRule {
  /**
   * Updates the parameters of one block.
   *
   * @param g the mean gradient; it includes weight decay unless {@link #decays()} is true
   */
  void update(float[] w, float[] g, float[][] slots, Update u);

  /** True if the rule applies weight decay itself ({@link Update#decay}). */
  default boolean decays() {
    return false;
  }

  /**
   * True if the rule uses the norms of whole tensors ({@link Update#weightNorm}, {@link
   * Update#gradientNorm}).
   */
  default boolean readsNorms() {
    return false;
  }
}
