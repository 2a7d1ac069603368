package io.dendrite.cli;

import dev.ludovic.netlib.blas.BLAS;
import io.dendrite.math.Blas;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Speed of matrix products on this machine, in GFLOP/s: the best of several products of two {@value
 * #SIZE} x {@value #SIZE} float matrices, after warming up.
 */
record Speed(double oneThread, double allCores) {
  static final int SIZE = 1024;

  private static final double FLOPS = 2.0 * SIZE * SIZE * SIZE;
  private static final int ROUNDS = 5;

  static Speed measure(BLAS netlib, int cores) {
    Blas blas = new Blas(netlib);
    ExecutorService threads = Executors.newFixedThreadPool(cores);
    try {
      List<Callable<Void>> products =
          IntStream.range(0, cores).mapToObj(i -> product(blas)).toList();
      double one = best(threads, products.subList(0, 1));
      return new Speed(one, cores == 1 ? one : best(threads, products));
    } finally {
      threads.shutdownNow();
    }
  }

  /**
   * A task that computes two matrix products, so that the time to start its thread matters little.
   */
  private static Callable<Void> product(Blas blas) {
    float[] a = new float[SIZE * SIZE];
    float[] b = new float[SIZE * SIZE];
    float[] c = new float[SIZE * SIZE];
    Arrays.fill(a, 0.5f);
    Arrays.fill(b, 0.25f);
    return () -> {
      blas.gemm(false, false, SIZE, SIZE, SIZE, 1, a, 0, b, 0, 0, c, 0);
      blas.gemm(false, false, SIZE, SIZE, SIZE, 1, a, 0, b, 0, 0, c, 0);
      return null;
    };
  }

  private static double best(ExecutorService threads, List<Callable<Void>> products) {
    double best = 0;
    for (int round = 0; round <= ROUNDS; round++) {
      long start = System.nanoTime();
      run(threads, products);
      double rate = 2 * products.size() * FLOPS / (System.nanoTime() - start);
      best = round == 0 ? 0 : Math.max(best, rate);
    }
    return best;
  }

  private static void run(ExecutorService threads, List<Callable<Void>> products) {
    try {
      for (Future<Void> future : threads.invokeAll(products)) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while measuring", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }
}
