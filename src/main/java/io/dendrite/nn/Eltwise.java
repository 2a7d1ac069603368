package io.dendrite.nn;

/**
 * Combines several inputs of the same shape element by element: by their sum (dx_k = dy), their
 * product (dx_k = dy times the other inputs), or their maximum (dy goes to the first input that has
 * the maximum). The option {@code operation} is sum, product or max, sum unless given.
 */
final class Eltwise implements Layer {
  private final String operation;

  Eltwise(Options options) {
    operation = options.choice("operation", "sum", "product", "max");
  }

  @Override
  public Shape shape(Shape... inputs) {
    for (Shape input : inputs) {
      if (!input.equals(inputs[0])) {
        throw new IllegalArgumentException(
            "its inputs are " + inputs[0] + " and " + input + "; expected the same shape");
      }
    }
    return inputs[0];
  }

  @Override
  public void forward(Slot s) {
    float[] y = s.y;
    int n = s.rows * s.out;
    System.arraycopy(s.xs[0], 0, y, 0, n);
    for (int k = 1; k < s.xs.length; k++) {
      float[] x = s.xs[k];
      switch (operation) {
        case "sum" -> {
          for (int i = 0; i < n; i++) {
            y[i] += x[i];
          }
        }
        case "product" -> {
          for (int i = 0; i < n; i++) {
            y[i] *= x[i];
          }
        }
        default -> {
          for (int i = 0; i < n; i++) {
            y[i] = Math.max(y[i], x[i]);
          }
        }
      }
    }
  }

  @Override
  public void backward(Slot s) {
    for (int k = 0; k < s.xs.length; k++) {
      if (s.dxs[k] == null) {
        continue;
      }
      switch (operation) {
        case "sum" -> System.arraycopy(s.dy, 0, s.dxs[k], 0, s.rows * s.out);
        case "product" -> product(s, k);
        default -> max(s, k);
      }
    }
  }

  private static void product(Slot s, int k) {
    float[] dx = s.dxs[k];
    int n = s.rows * s.out;
    System.arraycopy(s.dy, 0, dx, 0, n);
    for (int other = 0; other < s.xs.length; other++) {
      float[] x = s.xs[other];
      for (int i = 0; other != k && i < n; i++) {
        dx[i] *= x[i];
      }
    }
  }

  private static void max(Slot s, int k) {
    float[] dx = s.dxs[k];
    float[] x = s.xs[k];
    int n = s.rows * s.out;
    for (int i = 0; i < n; i++) {
      boolean first = x[i] == s.y[i];
      for (int before = 0; before < k; before++) {
        first &= s.xs[before][i] != s.y[i];
      }
      dx[i] = first ? s.dy[i] : 0f;
    }
  }

  @Override
  public boolean joins() {
    return true;
  }

  @Override
  public boolean readsInput() {
    return !operation.equals("sum");
  }

  @Override
  public boolean readsOutput() {
    return operation.equals("max");
  }
}
