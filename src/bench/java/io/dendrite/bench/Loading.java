package io.dendrite.bench;

import io.dendrite.config.TrainConfig;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.types.DataTypes;

/** Reading and packing files: seconds, bytes a second and core, peak memory, bytes cached a row. */
final class Loading {
  private static final int COLUMNS = 50;
  private static final int ROUNDS = 5;
  private static final long GIGABYTE = 1L << 30;

  private Loading() {}

  static void load(Workbench bench) throws Exception {
    load(bench, "mnist", bench.images(70_000), "data.scale=255");
    Path csv = csv(bench);
    load(bench, "csv", csv.toString(), "data.label=label", "data.format=csv");
    String parquet = parquet(bench, csv);
    load(bench, "parquet", parquet, "data.label=label", "data.format=parquet");
  }

  private static void load(Workbench bench, String name, String uri, String... sets)
      throws Exception {
    List<String> all = new ArrayList<>(List.of(sets));
    all.add("data.train=" + uri);
    all.add("data.validation=0");
    all.add("network.layers=[\"inner-product 10\"]");
    all.add("model.dir=" + bench.folder.resolve("model"));
    TrainConfig config = BenchSettings.config(all);
    bench.session();
    double[] reading = new double[ROUNDS];
    double[] seconds = new double[ROUNDS];
    double bytesPerRow = 0;
    resetPeaks();
    for (int round = 0; round < ROUNDS; round++) {
      long start = System.nanoTime();
      LoadRig.read(bench.session(), config);
      reading[round] = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      bytesPerRow = LoadRig.load(bench.session(), config);
      seconds[round] = (System.nanoTime() - start) / 1e9;
    }
    double peak = peak() / 1e6;
    double middle = Turns.median(seconds);
    double read = Turns.median(reading);
    double megabytes = size(Path.of(uri)) / 1e6;
    bench.report.figure("load." + name + "Read", read, "s, reading and parsing alone");
    bench.report.figure(
        "load." + name + "ReadRate", megabytes / read / bench.cores, "MB/s a core, that alone");
    bench.report.figure("load." + name, middle, "s");
    bench.report.figure(
        "load." + name + "Rate", megabytes / middle / bench.cores, "MB/s a core, in all");
    bench.report.figure("load." + name + "Peak", peak, "MB of heap at most");
    bench.report.figure("load." + name + "Row", bytesPerRow, "bytes cached a row");
  }

  private static Path csv(Workbench bench) throws Exception {
    Path file = bench.folder.resolve("rows.csv");
    SplittableRandom random = new SplittableRandom(1);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      StringBuilder line = new StringBuilder();
      for (int j = 0; j < COLUMNS; j++) {
        line.append('x').append(j).append(',');
      }
      write(out, line.append("label\n"));
      for (long written = 0, row = 0; written < GIGABYTE; row++) {
        for (int j = 0; j < COLUMNS; j++) {
          line.append(random.nextInt(2_000_000) / 1e4).append(',');
        }
        written += line.length();
        write(out, line.append(row % 10).append('\n'));
      }
    }
    return file;
  }

  private static void write(OutputStream out, StringBuilder line) throws Exception {
    out.write(line.toString().getBytes(StandardCharsets.US_ASCII));
    line.setLength(0);
  }

  /** The same columns as floats, and once more with other signs: a gigabyte of distinct rows. */
  private static String parquet(Workbench bench, Path csv) {
    Path file = bench.folder.resolve("rows.parquet");
    var table = bench.session().read().option("header", "true").csv(csv.toString());
    for (String column : table.columns()) {
      table =
          table.withColumn(
              column,
              table
                  .col(column)
                  .cast(column.equals("label") ? DataTypes.IntegerType : DataTypes.FloatType));
    }
    var negated = table;
    for (String column : table.columns()) {
      if (!column.equals("label")) {
        negated = negated.withColumn(column, negated.col(column).unary_$minus());
      }
    }
    table.union(negated).write().option("compression", "none").parquet(file.toString());
    return file.toString();
  }

  private static long size(Path path) throws Exception {
    try (var files = Files.walk(path)) {
      return files.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).sum();
    }
  }

  private static void resetPeaks() {
    System.gc();
    ManagementFactory.getMemoryPoolMXBeans().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static long peak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .mapToLong(pool -> pool.getPeakUsage().getUsed())
        .sum();
  }
}
