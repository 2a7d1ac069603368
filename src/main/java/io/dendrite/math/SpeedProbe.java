package io.dendrite.math;

import java.util.Arrays;

/** Measures, within a few milliseconds, how fast one thread computes matrix products. */
public final class SpeedProbe {
  private static final int SIZE = 256;
  private static final int ROUNDS = 8;

  private SpeedProbe() {}

  /**
   * Multiplies two {@value #SIZE} x {@value #SIZE} matrices several times, and returns the GFLOP/s
   * of the fastest product.
   */
  public static double gflops(Blas blas) {
    float[] a = new float[SIZE * SIZE];
    float[] b = new float[SIZE * SIZE];
    float[] c = new float[SIZE * SIZE];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      blas.gemm(false, false, SIZE, SIZE, SIZE, 1, a, 0, b, 0, 0, c, 0);
      best = Math.min(best, System.nanoTime() - start);
    }
    return 2.0 * SIZE * SIZE * SIZE / best;
  }
}
