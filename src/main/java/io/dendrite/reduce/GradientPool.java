package io.dendrite.reduce;

/** A pool of vectors for gradients, each as long as the parameter vector, that are used again. */
public interface GradientPool {
  /** Lends a vector whose elements are all zero. */
  float[] borrowGradient();

  /** Takes back a vector that was lent. */
  void giveBackGradient(float[] gradient);
}
