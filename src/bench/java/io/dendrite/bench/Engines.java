package io.dendrite.bench;

import io.dendrite.engine.Step;
import java.util.ArrayList;
import java.util.List;

/** The all-reduce engine against the tree engine, a loop without Spark, and the matrix products. */
final class Engines {
  private static final int ROUNDS = 5;

  private Engines() {}

  static void engine(Workbench bench) throws Exception {
    small(bench);
    large(bench);
    huge(bench);
  }

  private static void small(Workbench bench) throws Exception {
    int[] widths = {784, 100, 10};
    int batch = 128;
    Loop loop = new Loop(bench, widths, "relu", batch);
    try (EngineRig rig = Bench.rig(bench, widths, "relu", 60_000, batch)) {
      Turns turns = new Turns();
      int tree = turns.add(() -> batch / Overhead.seconds(rig, 200));
      int ours = turns.add(() -> batch / Overhead.together(rig, 10_000));
      int plain = turns.add(() -> batch / loop.run(10_000));
      turns.run(ROUNDS);
      bench.report.figure("engine.small", turns.median(ours), "rows/s, 784-100-10, batch 128");
      bench.report.figure("engine.smallTree", turns.median(tree), "rows/s by the tree engine");
      bench.report.figure("engine.smallLoop", turns.median(plain), "rows/s without Spark");
      bench.report.ratio("engine.smallVsTree", turns.ratio(ours, tree), "of the tree engine");
      bench.report.ratio("engine.smallVsLoop", turns.ratio(ours, plain), "of the loop");
    }
  }

  private static void large(Workbench bench) throws Exception {
    int batch = 1000;
    double flops = Workbench.trainFlops(Workbench.LARGE);
    Gemm gemm = new Gemm(bench, Workbench.LARGE, batch / bench.cores, true);
    Loop loop = new Loop(bench, Workbench.LARGE, "sigmoid", batch);
    try (EngineRig rig = Bench.rig(bench, Workbench.LARGE, "sigmoid", 60_000, batch)) {
      Turns turns = new Turns();
      int limit = turns.add(() -> gemm.rate(bench.cores));
      int plain = turns.add(() -> batch / loop.run(8) * flops / 1e9);
      int ours = turns.add(() -> batch / Overhead.together(rig, 8) * flops / 1e9);
      turns.run(ROUNDS);
      bench.report.figure(
          "engine.large", turns.median(ours) * 1e9 / flops, "rows/s, 12M parameters, batch 1000");
      bench.report.ratio("engine.largeVsLoop", turns.ratio(ours, plain), "of the loop");
      bench.report.ratio("engine.gemmShare", turns.ratio(ours, limit), "of gemm");
    }
  }

  private static void huge(Workbench bench) throws Exception {
    int[] widths = {784, 5000, 5000, 5000, 1000, 10};
    try (EngineRig rig = Bench.rig(bench, widths, "relu", 1000, 256)) {
      rig.together(3);
      List<Double> shares = new ArrayList<>();
      for (Step step : rig.together(12)) {
        double apart = step.times().load() + step.times().forward() + step.times().backward();
        shares.add(1 - apart / step.seconds());
      }
      double[] sorted = shares.stream().mapToDouble(s -> s).toArray();
      bench.report.figure(
          "engine.communication60M",
          Turns.median(sorted),
          "of a step are not passes over rows; 60M parameters, batch 256");
    }
  }
}
