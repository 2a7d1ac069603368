package io.dendrite.nn;

/**
 * Maxout (Goodfellow et al., 2013): y is the greatest element of each group of {@code pieces}
 * neighbouring elements (channels); dy goes to the greatest element, or to the first of several
 * equal ones. An inner product with units x pieces outputs, followed by maxout, gives units whose
 * activation function is learned. The option {@code pieces} is 2 unless given.
 */
final class Maxout implements Layer {
  private final int pieces;

  Maxout(Options options) {
    pieces = options.count("pieces", 2);
  }

  @Override
  public Shape shape(Shape... inputs) {
    Shape x = inputs[0];
    if (x.channels() % pieces != 0) {
      throw new IllegalArgumentException(
          "pieces = "
              + pieces
              + " does not divide the "
              + x.channels()
              + " units of its input; expected a divisor of that number");
    }
    return new Shape(x.channels() / pieces, x.height(), x.width());
  }

  @Override
  public void forward(Slot s) {
    int area = s.inShape.area();
    for (int unit = 0; unit < s.rows * s.outShape.channels(); unit++) {
      for (int j = 0; j < area; j++) {
        int from = unit * pieces * area + j;
        s.y[unit * area + j] = s.x[greatest(s.x, from, area)];
      }
    }
  }

  @Override
  public void backward(Slot s) {
    int area = s.inShape.area();
    java.util.Arrays.fill(s.dx, 0, s.rows * s.in, 0f);
    for (int unit = 0; unit < s.rows * s.outShape.channels(); unit++) {
      for (int j = 0; j < area; j++) {
        int from = unit * pieces * area + j;
        s.dx[greatest(s.x, from, area)] = s.dy[unit * area + j];
      }
    }
  }

  private int greatest(float[] x, int from, int area) {
    int best = from;
    for (int piece = 1; piece < pieces; piece++) {
      int at = from + piece * area;
      best = x[at] > x[best] ? at : best;
    }
    return best;
  }

  @Override
  public boolean readsOutput() {
    return false;
  }
}
