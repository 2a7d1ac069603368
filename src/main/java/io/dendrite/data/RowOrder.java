package io.dendrite.data;

/**
 * Compares two rows in any form of storage: dense rows column by column, sparse rows by merging the
 * entries of both.
 */
final class RowOrder {
  private RowOrder() {}

  static int compare(Features x, int a, Features y, int b) {
    if (x instanceof SparseFeatures s) {
      return y instanceof SparseFeatures t ? sparse(s, a, t, b) : -mixed(y, b, s, a);
    }
    return y instanceof SparseFeatures t ? mixed(x, a, t, b) : dense(x, a, y, b);
  }

  private static int dense(Features x, int a, Features y, int b) {
    if (x instanceof ByteFeatures p && y instanceof ByteFeatures q) {
      return p.compareBytes(a, q, b);
    }
    int shared = Math.min(x.width(), y.width());
    for (int column = 0; column < shared; column++) {
      int order = order(value(x, a, column), value(y, b, column));
      if (order != 0) {
        return order;
      }
    }
    int rest = signOfFirst(x, a, shared);
    return rest != 0 ? rest : -signOfFirst(y, b, shared);
  }

  private static int mixed(Features x, int a, SparseFeatures y, int b) {
    int at = y.start(b);
    int end = y.start(b + 1);
    for (int column = 0; column < x.width(); column++) {
      float other = 0;
      if (at < end && y.index(at) == column) {
        other = y.value(at++);
      }
      int order = order(value(x, a, column), other);
      if (order != 0) {
        return order;
      }
    }
    return -signOfFirst(y, at, end);
  }

  private static int sparse(SparseFeatures x, int a, SparseFeatures y, int b) {
    int i = x.start(a);
    int j = y.start(b);
    int iEnd = x.start(a + 1);
    int jEnd = y.start(b + 1);
    while (i < iEnd && j < jEnd) {
      int order;
      if (x.index(i) == y.index(j)) {
        order = order(x.value(i++), y.value(j++));
      } else if (x.index(i) < y.index(j)) {
        order = order(x.value(i++), 0);
      } else {
        order = order(0, y.value(j++));
      }
      if (order != 0) {
        return order;
      }
    }
    int rest = signOfFirst(x, i, iEnd);
    return rest != 0 ? rest : -signOfFirst(y, j, jEnd);
  }

  /**
   * The sign of the first non-zero value among the entries {@code at} (inclusive) to {@code end}
   * (exclusive); 0 if all these values are 0.
   */
  private static int signOfFirst(SparseFeatures x, int at, int end) {
    int order = 0;
    for (int i = at; i < end && order == 0; i++) {
      order = order(x.value(i), 0);
    }
    return order;
  }

  private static int signOfFirst(Features x, int row, int column) {
    int order = 0;
    for (int i = column; i < x.width() && order == 0; i++) {
      order = order(value(x, row, i), 0);
    }
    return order;
  }

  private static float value(Features dense, int row, int column) {
    return dense instanceof ByteFeatures bytes
        ? bytes.value(row, column)
        : ((FloatFeatures) dense).value(row, column);
  }

  /**
   * Compares two values by Float.compare. Adding 0 to the values first changes -0 to 0, and keeps
   * every other value.
   */
  private static int order(float a, float b) {
    return Float.compare(a + 0.0f, b + 0.0f);
  }
}
