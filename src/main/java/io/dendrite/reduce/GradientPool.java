package io.dendrite.reduce;

/** Reusable vectors, each as long as the parameters. */
public interface GradientPool {
  /** Lends a vector of zeros. */
  float[] borrowGradient();

  /** Takes a vector back. */
  void giveBackGradient(float[] gradient);
}
