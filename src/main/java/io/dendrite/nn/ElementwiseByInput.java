package io.dendrite.nn;

/** A function that is applied to each element separately, with a derivative computed from x. */
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
