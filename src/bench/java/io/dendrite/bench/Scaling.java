package io.dendrite.bench;

/**
 * Whether more cores bring more rows a second, as far as they bring more matrix products, and more
 * rows no fewer.
 */
final class Scaling {
  private static final int ROUNDS = 5;

  private Scaling() {}

  static void scale(Workbench bench) throws Exception {
    String some = bench.images(60_000);
    String many = bench.images(600_000);
    String all = "local[" + bench.cores + "]";
    try (Worker one = worker(bench, "local[1]", some, "0.6");
        Worker normal = worker(bench, all, some, "0.6");
        Worker larger = worker(bench, all, many, "0.6");
        Worker spilled = worker(bench, all, many, "0.05")) {
      double onDisk = Double.parseDouble(spilled.greeting);
      if (onDisk == 0) {
        throw new IllegalStateException("no block was spilled to disk");
      }
      Gemm gemm = new Gemm(bench, Workbench.LARGE, 500, true);
      Turns turns = new Turns();
      int oneThread = turns.add(() -> gemm.rate(1));
      int allThreads = turns.add(() -> gemm.rate(bench.cores));
      int oneCore = turns.add(() -> one.ask("rate"));
      int allCores = turns.add(() -> normal.ask("rate"));
      int rows10x = turns.add(() -> larger.ask("rate"));
      int fromDisk = turns.add(() -> spilled.ask("rate"));
      turns.run(ROUNDS);
      bench.report.figure("scale.oneCore", turns.median(oneCore), "rows/s");
      bench.report.figure("scale.allCores", turns.median(allCores), "rows/s, 60,000 rows");
      bench.report.figure("scale.rows600k", turns.median(rows10x), "rows/s, 600,000 rows");
      bench.report.figure("scale.onDisk", onDisk / 1e6, "MB of the rows on disk, when spilled");
      bench.report.figure("scale.disk", turns.median(fromDisk), "rows/s, when spilled");
      bench.report.ratio("scale.cores", turns.ratio(allCores, oneCore), "times one core");
      bench.report.ratio(
          "scale.gemmCores", turns.ratio(allThreads, oneThread), "times one thread, gemm alone");
      bench.report.ratio("scale.rows10x", turns.ratio(rows10x, allCores), "of 60,000 rows' rate");
      bench.report.ratio("scale.spilled", turns.ratio(fromDisk, allCores), "of 60,000 rows' rate");
    }
  }

  private static Worker worker(Workbench bench, String master, String images, String fraction)
      throws Exception {
    return new Worker(
        ScaleWorker.class,
        "3g",
        master,
        images,
        bench.folder.resolve("model").toString(),
        fraction);
  }
}
