package io.dendrite.bench;

import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Workspace;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * The gradient of a chunk of sparse rows, filling included, as they are and as dense rows: what the
 * default of {@code data.sparseBelow} rests on.
 */
final class Sparse {
  private static final int ROWS = 256;

  private Sparse() {}

  static void sparse(Workbench bench) throws Exception {
    for (int[] shape : new int[][] {{784, 300}, {10_000, 100}, {10_000, 500}}) {
      for (double density : new double[] {0.002, 0.01, 0.02, 0.05, 0.1, 0.2}) {
        measure(bench, shape[0], shape[1], density);
      }
    }
  }

  private static void measure(Workbench bench, int width, int units, double density)
      throws Exception {
    Net net =
        new Net(
            NetSpec.of(
                List.of("inner-product " + units, "relu", "inner-product 10"), "softmax", true),
            width,
            10);
    float[] w = net.init(1);
    float[] g = new float[w.length];
    SplittableRandom random = new SplittableRandom(1);
    int[][] columns = new int[ROWS][];
    for (int row = 0; row < ROWS; row++) {
      columns[row] =
          random.ints(0, width).distinct().limit(Math.round(density * width)).sorted().toArray();
    }
    Workspace dense = new Workspace(net, true, false, false, ROWS, bench.blas);
    Workspace sparse = new Workspace(net, true, false, true, ROWS, bench.blas);
    Turns turns = new Turns();
    int byDense =
        turns.add(
            () ->
                seconds(
                    () -> {
                      java.util.Arrays.fill(dense.x, 0f);
                      for (int row = 0; row < ROWS; row++) {
                        for (int column : columns[row]) {
                          dense.x[row * width + column] = 1f;
                        }
                      }
                      dense.gradient(w, g, ROWS, 0, false, 1);
                    }));
    int bySparse =
        turns.add(
            () ->
                seconds(
                    () -> {
                      for (int row = 0; row < ROWS; row++) {
                        sparse.sparse.begin(row);
                        for (int column : columns[row]) {
                          sparse.sparse.add(column, 1f);
                        }
                      }
                      sparse.gradient(w, g, ROWS, 0, false, 1);
                    }));
    turns.run(5);
    String name = String.format(Locale.ROOT, "sparse.%dx%d.%s%%", width, units, 100 * density);
    bench.report.figure(name, 1e3 * turns.median(bySparse), "ms a chunk of " + ROWS + " rows");
    bench.report.ratio(name, turns.ratio(bySparse, byDense), "of the dense chunk's time");
  }

  private static double seconds(Runnable chunk) {
    int times = 0;
    long start = System.nanoTime();
    long now = start;
    for (; now - start < 300_000_000L; times++) {
      chunk.run();
      now = System.nanoTime();
    }
    return (now - start) / 1e9 / times;
  }
}
