package io.dendrite.reduce;

/** A pool of reusable vectors for gradients, each as long as the parameter vector. */
public interface GradientPool {
  /** Lends a vector from the pool; all its elements are zero. */
  float[] borrowGradient();

  /** Returns a borrowed vector to the pool. */
  void giveBackGradient(float[] gradient);
}
