package io.dendrite.nn;

/**
 * Turns an input of channels x height x width into a plain vector that has all elements of the
 * input in the same order.
 */
final class Flatten implements Layer {
  @Override
  public Shape shape(Shape... inputs) {
    return Shape.flat(inputs[0].size());
  }

  @Override
  public void forward(Slot s) {
    System.arraycopy(s.x, 0, s.y, 0, s.rows * s.out);
  }

  @Override
  public void backward(Slot s) {
    System.arraycopy(s.dy, 0, s.dx, 0, s.rows * s.out);
  }

  @Override
  public boolean readsInput() {
    return false;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
