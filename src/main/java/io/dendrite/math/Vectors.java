package io.dendrite.math;

/**
 * Arithmetic on slices of flat arrays. Each operation is a counted loop over arrays that do not
 * overlap, which the JIT compiler can vectorise.
 */
public final class Vectors {
  private Vectors() {}

  /**
   * Computes y[i] = y[i] + x[i] for n elements. If both slices have the same offset, a separate
   * loop with one index is used. A loop with one index is four times as fast, since Java 17
   * vectorises only loops whose arrays share one index.
   */
  public static void add(float[] x, int xAt, float[] y, int yAt, int n) {
    if (xAt == yAt) {
      int end = xAt + n;
      for (int i = xAt; i < end; i++) {
        y[i] += x[i];
      }
      return;
    }
    for (int i = 0; i < n; i++) {
      y[yAt + i] += x[xAt + i];
    }
  }

  /** Copies the vector x[width] to every row of the matrix y[rows][width]. */
  public static void fillRows(float[] x, int xAt, float[] y, int yAt, int rows, int width) {
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, xAt, y, yAt + row * width, width);
    }
  }

  /** Adds the sum of column j of the matrix x[rows][width] to sum[j], for every column j. */
  public static void addColumnSums(
      float[] x, int xAt, int rows, int width, float[] sum, int sumAt) {
    for (int row = 0; row < rows; row++) {
      add(x, xAt + row * width, sum, sumAt, width);
    }
  }

  /** Sum of n elements of x, added in index order. */
  public static float sum(float[] x, int at, int n) {
    float sum = 0;
    for (int i = at; i < at + n; i++) {
      sum += x[i];
    }
    return sum;
  }

  /**
   * Sum of the squares of n elements of x, in double. The squares are added to four partial sums in
   * turn, and the partial sums are added pairwise at the end. With a single sum, the processor
   * could not overlap the additions, since each addition depends on the previous one.
   */
  public static double sumOfSquares(float[] x, int at, int n) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int end = at + n;
    int i = at;
    for (; i + 3 < end; i += 4) {
      a += (double) x[i] * x[i];
      b += (double) x[i + 1] * x[i + 1];
      c += (double) x[i + 2] * x[i + 2];
      d += (double) x[i + 3] * x[i + 3];
    }
    for (; i < end; i++) {
      a += (double) x[i] * x[i];
    }
    return (a + b) + (c + d);
  }

  /** True if at least one element of x is NaN. */
  public static boolean anyNaN(float[] x) {
    for (float value : x) {
      if (value != value) {
        return true;
      }
    }
    return false;
  }

  /**
   * Index of the first of n elements of x that is NaN or infinite; -1 if all n elements are finite.
   */
  public static int firstNonFinite(float[] x, int at, int n) {
    for (int i = 0; i < n; i++) {
      if (!Float.isFinite(x[at + i])) {
        return i;
      }
    }
    return -1;
  }
}
