package io.dendrite.optim;

/**
 * The inputs of an update rule for one block of parameters in one step. The same object is filled
 * for every block, so that an update allocates no memory.
 */
public final class Update {
  /** Index of the first element of the block. */
  int from;

  /** Index after the last element of the block. */
  int to;

  /** Number of steps done before the current step. */
  long step;

  /** Learning rate of the block's tensor. */
  float rate;

  /**
   * Factor by which the gradient is multiplied to clip its norm; 1 if the gradient is not clipped.
   */
  float scale;

  /**
   * Weight decay of the block's tensor, for rules that apply weight decay themselves ({@link
   * UpdateRule#decays}).
   */
  float decay;

  /** Euclidean norm of the parameters of the block's tensor, for rules that need the norm. */
  double weightNorm;

  /** Euclidean norm of the gradient by the block's tensor, for rules that need the norm. */
  double gradientNorm;
}
