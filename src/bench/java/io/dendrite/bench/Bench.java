package io.dendrite.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs benchmarks by name, all of them without one, and prints a table; with {@code --json} the
 * last line of stdout is one object of figures and ratios.
 */
public final class Bench {
  private interface Benchmark {
    void run(Workbench bench) throws Exception;
  }

  private static final Map<String, Benchmark> ALL = new LinkedHashMap<>();

  static {
    ALL.put("gemm", Throughput::gemm);
    ALL.put("epoch", Throughput::epoch);
    ALL.put("mlpc", Rivals::mlpc);
    ALL.put("score", Rivals::score);
    ALL.put("load", Loading::load);
    ALL.put("scale", Scaling::scale);
    ALL.put("step", Overhead::step);
    ALL.put("large", Overhead::large);
    ALL.put("sparse", Sparse::sparse);
    ALL.put("cluster", Cluster::cluster);
    ALL.put("kernels", Kernels::kernels);
    ALL.put("engine", Engines::engine);
    ALL.put("executors", Executors::executors);
    ALL.put("mnist", Mnist::mnist);
    ALL.put("grid", Grid::grid);
  }

  private Bench() {}

  /**
   * The word {@code bench}, by which the script knows it, then names of benchmarks and {@code
   * --json}.
   */
  public static void main(String[] args) throws Exception {
    org.apache.logging.log4j.core.config.Configurator.setRootLevel(
        org.apache.logging.log4j.Level.ERROR);
    List<String> names = new ArrayList<>(List.of(args).subList(1, args.length));
    boolean json = names.remove("--json");
    if (names.contains("--help")) {
      System.out.println("bin/bench [--json] [NAME ...]: " + String.join(", ", ALL.keySet()));
      System.exit(0);
    }
    for (String name : names) {
      if (!ALL.containsKey(name)) {
        System.err.println(
            "bench: no benchmark '"
                + name
                + "'; expected some of "
                + String.join(", ", ALL.keySet()));
        System.exit(2);
      }
    }
    Path folder = Files.createTempDirectory("dendrite-bench");
    int code = 1;
    try (Workbench bench = new Workbench(folder)) {
      bench.report.say(
          String.format(
              Locale.ROOT,
              "%d cores, %s, %s, Java %s",
              bench.cores,
              io.dendrite.math.Cpu.read().model(),
              bench.library.identity(),
              System.getProperty("java.version")));
      for (Map.Entry<String, Benchmark> entry : ALL.entrySet()) {
        if (names.isEmpty() || names.contains(entry.getKey())) {
          bench.report.say(entry.getKey());
          entry.getValue().run(bench);
        }
      }
      System.out.println(bench.report.table());
      if (json) {
        System.out.println(bench.report.json());
      }
      code = 0;
    } finally {
      delete(folder);
    }
    System.exit(code);
  }

  /** A run on random rows, ready to step. */
  static EngineRig rig(Workbench bench, int[] widths, String unit, int rows, int batch)
      throws Exception {
    List<String> sets =
        settings(widths, unit, bench.images(rows), batch, bench.folder.resolve("model").toString());
    return new EngineRig(bench.session(), BenchSettings.config(sets));
  }

  /** Settings of a run on images. */
  static List<String> settings(int[] widths, String unit, String images, int batch, String model) {
    String layers =
        Loop.layers(widths, unit).stream().map(l -> '"' + l + '"').collect(Collectors.joining(","));
    return List.of(
        "data.train=" + images,
        "data.validation=0",
        "data.scale=255",
        "network.layers=[" + layers + "]",
        "train.batch=" + batch,
        "train.optimizer.rate=0.001",
        "train.epochs=1000000",
        "model.dir=" + model);
  }

  private static void delete(Path folder) throws java.io.IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
