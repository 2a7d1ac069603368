package io.dendrite.bench;

import io.dendrite.program.StandaloneCluster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a step costs on a standalone cluster of two executor JVMs on this machine, against Spark's
 * own calls, and what the settings of Spark that Dendrite changes bring there. One driver with its
 * executors lives at a time: JVMs that sleep while others are measured wake up slowly. Each driver
 * is first, second and so on in as many rounds, since the place in a round moved the time more than
 * any setting.
 */
final class Cluster {
  /** Settings of drivers: ours, the same again for the spread, and Spark's defaults one by one. */
  private static final Map<String, String> DRIVERS = new LinkedHashMap<>();

  static {
    DRIVERS.put("ours", "");
    DRIVERS.put("again", "");
    DRIVERS.put("spark.broadcast.compress", "true");
    DRIVERS.put("spark.task.maxDirectResultSize", "1m");
  }

  /** Seconds by driver and question, of one round after the other. */
  private final Map<String, List<Double>> found = new LinkedHashMap<>();

  private Cluster() {}

  static void cluster(Workbench bench) throws Exception {
    new Cluster().run(bench);
  }

  private void run(Workbench bench) throws Exception {
    Path folder = Files.createDirectories(bench.folder.resolve("cluster"));
    String images = bench.images(1000);
    String model = bench.folder.resolve("model").toString();
    try (StandaloneCluster cluster = new StandaloneCluster(folder, 2, 1)) {
      List<String> order = new ArrayList<>(DRIVERS.keySet());
      for (int round = 0; round < DRIVERS.size(); round++) {
        for (String driver : order) {
          String value = DRIVERS.get(driver);
          String setting = value.isEmpty() ? "" : driver + "=" + value;
          try (Worker worker =
              new Worker(ClusterWorker.class, "2g", cluster.master(), images, model, setting)) {
            ask(worker, driver);
          }
        }
        Collections.rotate(order, 1);
      }
    }
    Report report = bench.report;
    report.figure("cluster.step", 1e3 * median("ours tiny"), "ms, 784-100-10, batch 2");
    report.ratio("cluster.emptyJob", ratio("ours tiny", "ours empty"), "of the empty job's time");
    for (String size : ClusterWorker.SIZES.keySet()) {
      String name = "cluster." + size;
      String ours = "ours " + size;
      report.figure(name, 1e3 * median(ours), "ms a step");
      report.ratio(
          name + ".plainSpark", ratio(ours, "ours plain " + size), "of broadcast + treeReduce");
      for (String driver : DRIVERS.keySet()) {
        if (!driver.equals("ours")) {
          report.ratio(
              name + "." + driver,
              median(driver + " " + size) / median(ours),
              "of that time"
                  + (DRIVERS.get(driver).isEmpty() ? "" : " with " + DRIVERS.get(driver)));
        }
      }
    }
  }

  private void ask(Worker worker, String driver) throws Exception {
    List<String> questions = new ArrayList<>(ClusterWorker.SIZES.keySet());
    if (driver.equals("ours")) {
      ClusterWorker.SIZES.keySet().forEach(size -> questions.add("plain " + size));
      questions.addAll(List.of("tiny", "empty"));
    }
    for (String question : questions) {
      found
          .computeIfAbsent(driver + " " + question, none -> new ArrayList<>())
          .add(worker.ask(question));
    }
  }

  private double median(String what) {
    return Turns.median(found.get(what).stream().mapToDouble(s -> s).toArray());
  }

  /** The middle ratio of two times in the same round. */
  private double ratio(String above, String below) {
    double[] ratios = new double[found.get(above).size()];
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] = found.get(above).get(round) / found.get(below).get(round);
    }
    return Turns.median(ratios);
  }
}
