package io.dendrite.bench;

import io.dendrite.data.ByteFeatures;
import io.dendrite.data.Scaler;
import io.dendrite.math.Rng;
import io.dendrite.math.Vectors;
import io.dendrite.net.Net;
import io.dendrite.net.NetSpec;
import io.dendrite.net.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;

/**
 * A plain training loop without Spark, the limit of what an engine can reach with the same kernels:
 * each thread takes its rows of the mini-batch, then its slice of the parameters, which it sums
 * over the threads and updates with momentum.
 */
final class Loop {
  private final Workbench bench;
  private final int batch;
  private final Net net;
  private final float[] w;
  private final float[] v;
  private final float[][] g;
  private final ByteFeatures pixels;
  private final Scaler scaler;
  private final Workspace[] workspaces;
  private long step;

  Loop(Workbench bench, int[] widths, String unit, int batch) {
    this.bench = bench;
    this.batch = batch;
    net = new Net(NetSpec.of(layers(widths, unit), "softmax", true), widths[0], 10);
    w = net.init(1);
    v = new float[w.length];
    g = new float[bench.cores][w.length];
    byte[] values = new byte[20_000 * widths[0]];
    new java.util.SplittableRandom(1).nextBytes(values);
    pixels = new ByteFeatures(20_000, widths[0], values);
    float[] factor = new float[widths[0]];
    java.util.Arrays.fill(factor, 1f / 255);
    scaler = new Scaler(new float[widths[0]], null, factor);
    workspaces = new Workspace[bench.cores];
    for (int t = 0; t < workspaces.length; t++) {
      workspaces[t] = new Workspace(net, true, false, false, batch / bench.cores + 1, bench.blas);
    }
  }

  /** The layers of a network with one kind of unit. */
  static List<String> layers(int[] widths, String unit) {
    List<String> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add("inner-product " + widths[i]);
      if (i < widths.length - 1) {
        layers.add(unit);
      }
    }
    return layers;
  }

  /** Seconds a step, over some steps. */
  double run(int steps) throws Exception {
    int n = bench.cores;
    CyclicBarrier barrier = new CyclicBarrier(n);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < n; t++) {
      int thread = t;
      tasks.add(
          () -> {
            for (int s = 0; s < steps; s++) {
              gradient(thread, step + s);
              barrier.await();
              update(thread);
              barrier.await();
            }
            return null;
          });
    }
    long start = System.nanoTime();
    bench.together(tasks);
    step += steps;
    return (System.nanoTime() - start) / 1e9 / steps;
  }

  private void gradient(int thread, long step) {
    Workspace workspace = workspaces[thread];
    int from = thread * batch / bench.cores;
    int rows = (thread + 1) * batch / bench.cores - from;
    int width = net.inputs();
    for (int i = 0; i < rows; i++) {
      int row = (int) Math.floorMod(Rng.bits(step, from + i), (long) pixels.rows());
      scaler.load(pixels, row, workspace.line, workspace.x, i * width);
      workspace.targets[i] = row % 10;
      workspace.weights[i] = 1;
    }
    java.util.Arrays.fill(g[thread], 0f);
    workspace.gradient(w, g[thread], rows, 0, false, step);
  }

  private void update(int thread) {
    int from = (int) ((long) thread * w.length / bench.cores);
    int to = (int) ((long) (thread + 1) * w.length / bench.cores);
    // Blocks that stay in the cache from one statement to the next.
    for (int at = from; at < to; at += 4096) {
      int n = Math.min(4096, to - at);
      for (int other = 1; other < g.length; other++) {
        Vectors.add(g[other], at, g[0], at, n);
      }
      momentum(g[0], at, at + n);
    }
  }

  private void momentum(float[] sum, int from, int to) {
    float scale = 1f / batch;
    for (int i = from; i < to; i++) {
      v[i] = 0.9f * v[i] + scale * sum[i];
      w[i] -= 0.01f * v[i];
    }
  }
}
