package io.dendrite.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;

/**
 * GFLOP/s of the BLAS at the shapes of a training step: for each layer and each of its products the
 * best of five runs, weighted by the operations. With all threads, each multiplies matrices of its
 * own.
 */
final class Gemm {
  private static final int ROUNDS = 5;

  private final Workbench bench;
  private final List<Product> products = new ArrayList<>();

  private record Product(boolean ta, boolean tb, int m, int n, int k) {
    double flops() {
      return 2.0 * m * n * k;
    }
  }

  /**
   * @param rows of one task
   * @param training all three products, or the forward one only
   */
  Gemm(Workbench bench, int[] widths, int rows, boolean training) {
    this.bench = bench;
    for (int i = 1; i < widths.length; i++) {
      int in = widths[i - 1];
      int out = widths[i];
      products.add(new Product(false, true, rows, out, in));
      if (training) {
        products.add(new Product(true, false, out, in, rows));
        if (i > 1) {
          products.add(new Product(false, false, rows, in, out));
        }
      }
    }
  }

  /** GFLOP/s over all products. */
  double rate(int threads) throws Exception {
    double flops = 0;
    double seconds = 0;
    for (Product product : products) {
      List<Callable<Void>> tasks = new ArrayList<>();
      // Small products are repeated, so that handing them to the threads weighs little.
      int repeats = (int) Math.max(1, Math.min(1000, 5e9 / product.flops()));
      for (int t = 0; t < threads; t++) {
        tasks.add(task(product, repeats));
      }
      double best = Double.MAX_VALUE;
      for (int round = 0; round <= ROUNDS; round++) {
        long start = System.nanoTime();
        bench.together(tasks);
        double time = (System.nanoTime() - start) / 1e9 / repeats;
        best = round == 0 ? best : Math.min(best, time);
      }
      flops += threads * product.flops();
      seconds += best;
    }
    return flops / seconds / 1e9;
  }

  private Callable<Void> task(Product p, int repeats) {
    float[] a = random(p.m * p.k);
    float[] b = random(p.k * p.n);
    float[] c = new float[p.m * p.n];
    return () -> {
      for (int i = 0; i < repeats; i++) {
        bench.blas.gemm(p.ta, p.tb, p.m, p.n, p.k, 1f, a, 0, b, 0, 0f, c, 0);
      }
      return null;
    };
  }

  static float[] random(int n) {
    SplittableRandom random = new SplittableRandom(n);
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextDouble() - 0.5f;
    }
    return x;
  }
}
