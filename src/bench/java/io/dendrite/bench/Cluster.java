package io.dendrite.bench;

import io.dendrite.program.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a step costs on a standalone cluster of two executor JVMs on this machine, against Spark's
 * own calls, and what the settings of Spark that Dendrite changes bring there.
 */
final class Cluster {
  private static final int ROUNDS = 3;

  /**
   * Spark's default in place of ours, one setting at a time; the control shows what a ratio means.
   */
  private static final Map<String, String> THEIRS = new LinkedHashMap<>();

  static {
    THEIRS.put("spark.broadcast.compress", "true");
    THEIRS.put("control", "nothing changed");
    THEIRS.put("spark.task.maxDirectResultSize", "1m");
  }

  private Cluster() {}

  static void cluster(Workbench bench) throws Exception {
    Path folder = Files.createDirectories(bench.folder.resolve("cluster"));
    String images = bench.images(1000);
    String model = bench.folder.resolve("model").toString();
    try (StandaloneCluster cluster = new StandaloneCluster(folder, 2, 1 + THEIRS.size());
        Worker ours = worker(cluster, images, model)) {
      Turns turns = new Turns();
      int tiny = turns.add(() -> ours.ask("tiny"));
      int empty = turns.add(() -> ours.ask("empty"));
      int[] steps = new int[ClusterWorker.SIZES.size()];
      int[] plain = new int[steps.length];
      int[][] settings = new int[steps.length][THEIRS.size()];
      Map<String, Worker> theirs = new LinkedHashMap<>();
      try {
        for (Map.Entry<String, String> setting : THEIRS.entrySet()) {
          theirs.put(
              setting.getKey(),
              worker(cluster, images, model, setting.getKey() + "=" + setting.getValue()));
        }
        int s = 0;
        for (String size : ClusterWorker.SIZES.keySet()) {
          steps[s] = turns.add(() -> ours.ask(size));
          plain[s] = turns.add(() -> ours.ask("plain " + size));
          int t = 0;
          for (Worker other : theirs.values()) {
            settings[s][t++] = turns.add(() -> other.ask(size));
          }
          s++;
        }
        turns.run(ROUNDS);
      } finally {
        theirs.values().forEach(Worker::close);
      }
      bench.report.figure("cluster.step", 1e3 * turns.median(tiny), "ms, 784-100-10, batch 2");
      bench.report.ratio("cluster.emptyJob", turns.ratio(tiny, empty), "of the empty job's time");
      int s = 0;
      for (String size : ClusterWorker.SIZES.keySet()) {
        String name = "cluster." + size;
        bench.report.figure(name, 1e3 * turns.median(steps[s]), "ms a step");
        bench.report.ratio(
            name + ".plainSpark", turns.ratio(steps[s], plain[s]), "of broadcast + treeReduce");
        int t = 0;
        for (Map.Entry<String, String> setting : THEIRS.entrySet()) {
          bench.report.ratio(
              name + "." + setting.getKey(),
              turns.ratio(settings[s][t++], steps[s]),
              "of that time with " + setting.getValue());
        }
        s++;
      }
    }
  }

  private static Worker worker(
      StandaloneCluster cluster, String images, String model, String... settings) throws Exception {
    return new Worker(
        ClusterWorker.class, "2g", cluster.master(), images, model, String.join(",", settings));
  }
}
