package io.dendrite.bench;

import io.dendrite.engine.Step;
import io.dendrite.engine.StepTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How much of the machine's matrix-multiply rate training reaches. */
final class Throughput {
  private static final int ROUNDS = 5;

  private Throughput() {}

  /** The limits: matrix products alone, and a loop without Spark. */
  static void gemm(Workbench bench) throws Exception {
    for (int batch : new int[] {1000, 256}) {
      Gemm gemm = new Gemm(bench, Workbench.LARGE, batch / bench.cores, true);
      bench.report.figure("gemm.oneThread" + batch, gemm.rate(1), "GFLOP/s");
      bench.report.figure("gemm.allThreads" + batch, gemm.rate(bench.cores), "GFLOP/s");
    }
    Loop large = new Loop(bench, Workbench.LARGE, "sigmoid", 1000);
    Loop small = new Loop(bench, new int[] {784, 100, 10}, "relu", 128);
    Turns turns = new Turns();
    turns.add(() -> large.run(3));
    turns.add(() -> small.run(5000));
    turns.run(ROUNDS);
    bench.report.figure("loop.large", 1000 / turns.median(0), "rows/s, batch 1000");
    bench.report.figure("loop.small", 128 / turns.median(1), "rows/s, 784-100-10, batch 128");
  }

  /** The published network. */
  static void epoch(Workbench bench) throws Exception {
    epoch(bench, 1000, "");
    epoch(bench, 256, "256");
  }

  private static void epoch(Workbench bench, int batch, String suffix) throws Exception {
    double flops = Workbench.trainFlops(Workbench.LARGE);
    int steps = 4000 / batch;
    Gemm gemm = new Gemm(bench, Workbench.LARGE, batch / bench.cores, true);
    Loop loop = new Loop(bench, Workbench.LARGE, "sigmoid", batch);
    try (EngineRig rig = Bench.rig(bench, Workbench.LARGE, "sigmoid", 60_000, batch)) {
      List<Step> split = new ArrayList<>();
      Turns turns = new Turns();
      int limit = turns.add(() -> gemm.rate(bench.cores));
      int plain = turns.add(() -> batch / loop.run(steps) * flops / 1e9);
      int engine =
          turns.add(
              () -> {
                long start = System.nanoTime();
                for (int i = 0; i < steps; i++) {
                  split.add(rig.step());
                }
                return steps * batch * flops / (System.nanoTime() - start);
              });
      turns.run(ROUNDS);
      bench.report.figure("epoch.gemm" + suffix, turns.median(limit), "GFLOP/s, all threads");
      bench.report.figure("epoch.loop" + suffix, turns.median(plain), "GFLOP/s, without Spark");
      bench.report.figure("epoch.gflops" + suffix, turns.median(engine), "GFLOP/s");
      bench.report.figure(
          "epoch.rows" + suffix, turns.median(engine) * 1e9 / flops, "rows/s, batch " + batch);
      part(bench, split, "broadcast", suffix, StepTimes::broadcast);
      part(bench, split, "load", suffix, StepTimes::load);
      part(bench, split, "forward", suffix, StepTimes::forward);
      part(bench, split, "backward", suffix, StepTimes::backward);
      part(bench, split, "aggregate", suffix, StepTimes::aggregate);
      part(bench, split, "update", suffix, StepTimes::update);
      part(bench, split, "scheduling", suffix, StepTimes::scheduling);
      bench.report.ratio("epoch.gemmShare" + suffix, turns.ratio(engine, limit), "of gemm");
      bench.report.ratio("epoch.loopShare" + suffix, turns.ratio(engine, plain), "of the loop");
    }
  }

  private static void part(
      Workbench bench,
      List<Step> steps,
      String name,
      String suffix,
      ToDoubleFunction<StepTimes> part) {
    double[] seconds = steps.stream().map(Step::times).mapToDouble(part).toArray();
    bench.report.figure("epoch." + name + suffix, 1e3 * Turns.median(seconds), "ms a step");
  }
}
