package io.dendrite.nn;

import java.util.List;

/**
 * Embedding (Bengio et al., 2003): every input column holds a whole number i from 0 to {@code size}
 * - 1. For each column, y holds row i of a learned table E[size][units], one column after the
 * other. The backward pass adds each column's part of dy to row i of dE. The input has no
 * derivative. The options are {@code units}, {@code size} (both required) and {@code init}, the
 * initialiser of the table ({@code normal 0.05} unless given).
 */
final class Embed implements Layer {
  private final int units;
  private final int size;
  private final Init init;

  Embed(Options options) {
    units = options.count("units");
    size = options.count("size");
    init = options.init("init", "normal 0.05");
  }

  @Override
  public Shape shape(Shape... inputs) {
    return Shape.flat(Math.multiplyExact(inputs[0].size(), units));
  }

  @Override
  public List<Param> params(Shape input) {
    return List.of(new Param("table", new int[] {size, units}, init, size, units, true));
  }

  @Override
  public void forward(Slot s) {
    for (int i = 0; i < s.rows * s.in; i++) {
      System.arraycopy(s.w, s.at[0] + row(s.x[i]) * units, s.y, i * units, units);
    }
  }

  @Override
  public void backward(Slot s) {
    for (int i = 0; i < s.rows * s.in; i++) {
      io.dendrite.math.Vectors.add(s.dy, i * units, s.g, s.at[0] + row(s.x[i]) * units, units);
    }
    if (s.dx != null) {
      java.util.Arrays.fill(s.dx, 0, s.rows * s.in, 0f);
    }
  }

  private int row(float x) {
    int row = (int) x;
    if (row != x || row < 0 || row >= size) {
      throw new IllegalArgumentException(
          "an embed layer got the value "
              + x
              + "; expected whole numbers from 0 to "
              + (size - 1)
              + " (its size - 1), as data.encode = index makes them of data.categorical");
    }
    return row;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
