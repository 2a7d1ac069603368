package io.dendrite.math;

import dev.ludovic.netlib.blas.BLAS;

/**
 * Matrix products on row-major slices of flat arrays: an interface to netlib's BLAS routines that
 * checks its arguments.
 *
 * <p>BLAS expects column-major matrices, and a row-major array read as column-major is the
 * transpose. C = A B is therefore computed as C' = B' A' on unchanged arrays, without copies (a
 * prime means the transpose).
 */
public final class Blas {
  private final BLAS kernels;

  /**
   * Wraps the routines of one BLAS library. The object has no state, so several threads may use it
   * at the same time.
   */
  public Blas(BLAS kernels) {
    this.kernels = kernels;
  }

  /**
   * Computes C = alpha op(A) op(B) + beta C, where op(A) is A or its transpose, and op(B) is B or
   * its transpose.
   *
   * @param m number of rows of op(A) and C, at least 1
   * @param n number of columns of op(B) and C, at least 1
   * @param k number of columns of op(A) and of rows of op(B), at least 1
   * @throws IllegalArgumentException if a matrix does not lie within its array
   */
  public void gemm(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float beta,
      float[] c,
      int cAt) {
    check("A", a, aAt, m, k);
    check("B", b, bAt, k, n);
    check("C", c, cAt, m, n);
    kernels.sgemm(
        transposeB ? "T" : "N",
        transposeA ? "T" : "N",
        n,
        m,
        k,
        alpha,
        b,
        bAt,
        transposeB ? k : n,
        a,
        aAt,
        transposeA ? m : k,
        beta,
        c,
        cAt,
        n);
  }

  private static void check(String name, float[] array, int at, int rows, int columns) {
    if (rows < 1 || columns < 1 || at < 0 || at + (long) rows * columns > array.length) {
      throw new IllegalArgumentException(
          "matrix "
              + name
              + " of "
              + rows
              + " x "
              + columns
              + " at offset "
              + at
              + " does not lie within its array of "
              + array.length);
    }
  }
}
