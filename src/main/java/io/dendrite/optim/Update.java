package io.dendrite.optim;

/**
 * The inputs of a rule for one block of parameters in one step. One object is overwritten for every
 * block, so that an update allocates no memory.
 */
public final class Update {
  /** First element of the block, and the one after its last. */
  int from;

  int to;

  /** Steps done before. */
  long step;

  /** Learning rate of the block's tensor. */
  float rate;

  /** Factor on the gradient (clipping by norm). */
  float scale;

  /** Weight decay of the block's tensor, for rules that {@link UpdateRule#decays} themselves. */
  float decay;

  /** Euclidean norms of the tensor's parameters and gradient, for rules that ask for them. */
  double weightNorm;

  double gradientNorm;
}
