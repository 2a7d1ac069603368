package io.dendrite.reduce;

/** Vectors, each as long as the parameters, that serve again. */
public interface GradientPool {
  /** Lends a vector of zeros. */
  float[] borrowGradient();

  /** Takes a vector back. */
  void giveBackGradient(float[] gradient);
}
