package io.dendrite.bench;

/** What a step costs beside its arithmetic. */
final class Overhead {
  private static final int ROUNDS = 7;

  private Overhead() {}

  /** A tiny network against Spark jobs that do nothing. */
  static void step(Workbench bench) throws Exception {
    int[] widths = {784, 100, 10};
    PlainSpark spark = new PlainSpark(bench.session());
    try (EngineRig rig = Bench.rig(bench, widths, "relu", 60_000, 128)) {
      Turns turns = new Turns();
      int ours = turns.add(() -> seconds(rig, 200));
      int empty = turns.add(() -> spark.emptyJob(200));
      int plain = turns.add(() -> spark.broadcastAndAggregate(new float[79_510], 50));
      int bare = turns.add(() -> spark.bareJob(200));
      turns.run(ROUNDS);
      bench.report.figure("step.ours", 1e3 * turns.median(ours), "ms");
      bench.report.figure("step.empty", 1e3 * turns.median(empty), "ms, an empty job");
      bench.report.figure("step.plain", 1e3 * turns.median(plain), "ms, broadcast + treeReduce");
      bench.report.ratio("step.emptyJob", turns.ratio(ours, empty), "of the empty job's time");
      bench.report.ratio(
          "step.bareJob", turns.ratio(ours, bare), "of an empty job's without closure cleaning");
      bench.report.ratio("step.plainSpark", turns.ratio(ours, plain), "of the plain calls' time");
    }
  }

  /** Many parameters and hardly any arithmetic. */
  static void large(Workbench bench) throws Exception {
    large(bench, Workbench.LARGE, "12M", 5);
    large(bench, new int[] {784, 5000, 5000, 5000, 1000, 10}, "60M", 2);
  }

  private static void large(Workbench bench, int[] widths, String name, int steps)
      throws Exception {
    int parameters = Workbench.parameters(widths);
    float[] vector = Gemm.random(parameters);
    PlainSpark spark = new PlainSpark(bench.session());
    try (EngineRig rig = Bench.rig(bench, widths, "relu", 1000, bench.cores)) {
      Turns turns = new Turns();
      int ours = turns.add(() -> seconds(rig, steps));
      int plain = turns.add(() -> spark.broadcastAndAggregate(vector, steps));
      turns.run(5);
      double megabytes = 4e-6 * parameters;
      bench.report.figure("large.ours" + name, 1e3 * turns.median(ours), "ms a step");
      bench.report.figure(
          "large.perMB" + name, 1e3 * turns.median(ours) / megabytes, "ms per MB of parameters");
      bench.report.figure(
          "large.plain" + name, 1e3 * turns.median(plain), "ms, broadcast + treeReduce");
      bench.report.ratio("large." + name, turns.ratio(ours, plain), "of the plain calls' time");
    }
  }

  /** Seconds a step. */
  static double seconds(EngineRig rig, int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      rig.step();
    }
    return (System.nanoTime() - start) / 1e9 / steps;
  }

  /** Seconds a step in jobs of many. */
  static double together(EngineRig rig, int steps) {
    long start = System.nanoTime();
    rig.together(steps);
    return (System.nanoTime() - start) / 1e9 / steps;
  }
}
