package io.dendrite.nn;

/** A map of each element by itself, whose derivative is known from x. */
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
