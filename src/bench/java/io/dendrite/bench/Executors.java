package io.dendrite.bench;

import io.dendrite.program.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Both engines on one, two and three executor JVMs of a core each on this machine, and what the
 * model of {@code --explain}, measured on two, says of each.
 */
final class Executors {
  private static final int MOST = 3;
  private static final int ROUNDS = 3;

  private Executors() {}

  static void executors(Workbench bench) throws Exception {
    Path folder = Files.createDirectories(bench.folder.resolve("executors"));
    try (StandaloneCluster cluster = new StandaloneCluster(folder, MOST, 1)) {
      size(bench, cluster, "small", new int[] {784, 100, 10}, 128, 2000);
      size(bench, cluster, "large", Workbench.LARGE, 1000, 40);
    }
  }

  private static void size(
      Workbench bench, StandaloneCluster cluster, String size, int[] widths, int batch, int steps)
      throws Exception {
    double flops = Workbench.trainFlops(widths);
    Gemm gemm = new Gemm(bench, widths, batch / 2, true);
    double[] allReduce = new double[MOST + 1];
    double[] tree = new double[MOST + 1];
    double[] predicted = new double[MOST + 1];
    double[] predictedTree = new double[MOST + 1];
    for (int executors : new int[] {2, 1, 3}) {
      try (Worker worker = worker(bench, cluster, executors, widths, batch, steps)) {
        Turns turns = new Turns();
        int ours = turns.add(() -> worker.ask("allReduce"));
        int job = turns.add(() -> batch / worker.ask("job") * flops / 1e9);
        int steppy = turns.add(() -> worker.ask("tree"));
        int limit = turns.add(() -> gemm.rate(2));
        turns.run(ROUNDS);
        allReduce[executors] = turns.median(ours);
        tree[executors] = turns.median(steppy);
        String name = "executors." + size + executors;
        bench.report.figure(name, 1e3 * turns.median(ours), "ms a step by the all-reduce engine");
        bench.report.figure(name + "Tree", 1e3 * turns.median(steppy), "ms by the tree engine");
        if (executors == 2) {
          bench.report.figure(
              name + "Rate", turns.median(job) * 1e9 / flops, "rows/s, jobs included");
          bench.report.ratio(name + "GemmShare", turns.ratio(job, limit), "of gemm");
          for (int n = 1; n <= MOST; n++) {
            predicted[n] = worker.ask("predictAllReduce " + n + " " + bench.cores);
            predictedTree[n] = worker.ask("predictTree " + n + " " + bench.cores);
          }
        }
      }
    }
    for (int n = 1; n <= MOST; n++) {
      String name = "executors." + size + n;
      bench.report.ratio(name + "Model", predicted[n] / allReduce[n], "predicted to measured");
      bench.report.ratio(name + "TreeModel", predictedTree[n] / tree[n], "predicted to measured");
    }
  }

  private static Worker worker(
      Workbench bench, StandaloneCluster cluster, int executors, int[] widths, int batch, int steps)
      throws Exception {
    return new Worker(
        ExecutorsWorker.class,
        "3g",
        cluster.master(),
        Integer.toString(executors),
        bench.images(20_000),
        bench.folder.resolve("model").toString(),
        Arrays.stream(widths).mapToObj(Integer::toString).collect(Collectors.joining("-")),
        Integer.toString(batch),
        Integer.toString(steps));
  }
}
