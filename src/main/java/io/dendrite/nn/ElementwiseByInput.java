package io.dendrite.nn;

/**
 * A layer that applies a function to each element separately, and computes the function's
 * derivative from the input x.
 */
abstract class ElementwiseByInput extends Elementwise {
  @Override
  public final boolean readsInput() {
    return true;
  }

  @Override
  public final boolean readsOutput() {
    return false;
  }
}
