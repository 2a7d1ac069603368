package io.dendrite.nn;

import java.util.Arrays;

/**
 * Selects a range of elements (or, of images, channels) of each row; dx is 0 for all elements
 * outside the range. The options {@code begin} (inclusive) and {@code end} (exclusive) are the
 * range of indices, which are counted from 0.
 */
final class Slice implements Layer {
  private final int begin;
  private final int end;

  Slice(Options options) {
    begin = options.index("begin");
    end = options.count("end");
  }

  @Override
  public Shape shape(Shape... inputs) {
    Shape x = inputs[0];
    if (begin >= end || end > x.channels()) {
      throw new IllegalArgumentException(
          "slice from "
              + begin
              + " to "
              + end
              + " of "
              + x.channels()
              + " elements; expected 0 <= begin < end <= "
              + x.channels());
    }
    return new Shape(end - begin, x.height(), x.width());
  }

  @Override
  public void forward(Slot s) {
    int from = begin * s.inShape.area();
    for (int row = 0; row < s.rows; row++) {
      System.arraycopy(s.x, row * s.in + from, s.y, row * s.out, s.out);
    }
  }

  @Override
  public void backward(Slot s) {
    int from = begin * s.inShape.area();
    Arrays.fill(s.dx, 0, s.rows * s.in, 0f);
    for (int row = 0; row < s.rows; row++) {
      System.arraycopy(s.dy, row * s.out, s.dx, row * s.in + from, s.out);
    }
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
