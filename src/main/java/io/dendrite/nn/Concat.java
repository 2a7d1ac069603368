package io.dendrite.nn;

/**
 * Concatenates several inputs: y holds the elements (channels) of all inputs, one input after the
 * other. The derivative dx of an input is the part of dy that belongs to the elements of this
 * input.
 */
final class Concat implements Layer {
  @Override
  public Shape shape(Shape... inputs) {
    long channels = 0;
    for (Shape input : inputs) {
      if (input.height() != inputs[0].height() || input.width() != inputs[0].width()) {
        throw new IllegalArgumentException(
            "its inputs are "
                + inputs[0]
                + " and "
                + input
                + "; expected the same height and width");
      }
      channels += input.channels();
    }
    return new Shape(Math.toIntExact(channels), inputs[0].height(), inputs[0].width());
  }

  @Override
  public void forward(Slot s) {
    int at = 0;
    for (int k = 0; k < s.xs.length; k++) {
      for (int row = 0; row < s.rows; row++) {
        System.arraycopy(s.xs[k], row * s.ins[k], s.y, row * s.out + at, s.ins[k]);
      }
      at += s.ins[k];
    }
  }

  @Override
  public void backward(Slot s) {
    int at = 0;
    for (int k = 0; k < s.xs.length; k++) {
      for (int row = 0; s.dxs[k] != null && row < s.rows; row++) {
        System.arraycopy(s.dy, row * s.out + at, s.dxs[k], row * s.ins[k], s.ins[k]);
      }
      at += s.ins[k];
    }
  }

  @Override
  public boolean joins() {
    return true;
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
