package io.dendrite.cli;

import io.dendrite.math.BlasLibrary;
import io.dendrite.math.Cpu;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.util.VersionInfo;

/**
 * What {@code doctor} finds, as a map; {@code advice} holds a sentence for each thing to improve.
 */
final class Diagnosis {
  private static final long LITTLE_MEMORY = 2_000_000_000L;

  /** Below this share of cores x one thread, the cores do not work side by side. */
  private static final double POOR_SCALING = 0.6;

  private Diagnosis() {}

  /** Looks at this machine, for a second or so; the environment variables are the caller's. */
  static Map<String, Object> of(Map<String, String> environment) {
    List<String> advice = new ArrayList<>();
    Map<String, Object> found = new LinkedHashMap<>();
    found.put("dendrite", new Main.Version().getVersion()[0].replace("Dendrite ", ""));
    found.put("java", java());
    found.put("spark", org.apache.spark.package$.MODULE$.SPARK_VERSION());
    found.put("scala", scala.util.Properties.versionNumberString());
    found.put("hadoop", VersionInfo.getVersion());
    found.put("sparkHome", environment.get("SPARK_HOME"));
    found.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    Cpu cpu = Cpu.read();
    int cores = Runtime.getRuntime().availableProcessors();
    Map<String, Object> processor = new LinkedHashMap<>();
    processor.put("model", cpu.model());
    processor.put("cores", cores);
    processor.put("vectorFlags", cpu.vectorFlags());
    found.put("cpu", processor);
    found.put("blas", blas(cores, advice));
    found.put("memory", memory(advice));
    SparkHome.advice(environment.get("SPARK_HOME")).ifPresent(advice::add);
    found.put("advice", advice);
    return found;
  }

  private static Map<String, Object> java() {
    Map<String, Object> java = new LinkedHashMap<>();
    java.put("version", System.getProperty("java.version"));
    java.put("vendor", System.getProperty("java.vendor"));
    java.put("home", System.getProperty("java.home"));
    return java;
  }

  private static Map<String, Object> blas(int cores, List<String> advice) {
    BlasLibrary library = BlasLibrary.open("auto");
    Speed speed = Speed.measure(library.netlib(), cores);
    Map<String, Object> blas = new LinkedHashMap<>();
    blas.put("library", library.name());
    blas.put("version", library.version());
    blas.put("kernel", library.kernel());
    blas.put("native", library.isNative());
    blas.put("threadsPerTask", library.threads() == 0 ? null : library.threads());
    blas.put("gflopsOneThread", speed.oneThread());
    blas.put("gflopsAllCores", speed.allCores());
    blas.put("pinned", library.pinned());
    blas.put("rejected", library.rejected());
    if (!library.isNative()) {
      advice.add(
          "No native BLAS, so training is several times slower: "
              + String.join("; ", library.rejected())
              + ". The bundled one runs on Linux with glibc, x86_64 or arm64; elsewhere install OpenBLAS as the"
              + " system's BLAS.");
    } else {
      library
          .rejected()
          .forEach(why -> advice.add("The system's BLAS is in use, because " + why + "."));
    }
    if (library.pinned() != null) {
      advice.add(library.pinned() + ".");
    }
    if (speed.allCores() < POOR_SCALING * cores * speed.oneThread()) {
      advice.add(
          String.format(
              Locale.ROOT,
              "All %d cores together are only %.1f times as fast as one: other programs keep them busy, or they"
                  + " are hyper-threads; then --master 'local[%d]' may be as fast.",
              cores,
              speed.allCores() / speed.oneThread(),
              Math.max(1, cores / 2)));
    }
    return blas;
  }

  private static Map<String, Object> memory(List<String> advice) {
    var system =
        (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long heap = Runtime.getRuntime().maxMemory();
    long available = MachineMemory.available(system.getFreeMemorySize());
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("heapMax", heap);
    memory.put("machine", system.getTotalMemorySize());
    memory.put("available", available);
    if (heap < LITTLE_MEMORY) {
      advice.add(
          "The heap has less than 2 GB; data that do not fit are read from disk in every epoch: give more with"
              + " --driver-memory, for example --driver-memory 4g.");
    }
    if (available < Math.min(heap, LITTLE_MEMORY)) {
      advice.add("Little memory is available; end other programs before training.");
    }
    return memory;
  }
}
