package io.dendrite.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.dendrite.cli.text.TextTable;
import io.dendrite.math.BlasLibrary;
import io.dendrite.math.Cpu;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.util.VersionInfo;
import scala.util.Properties;

/**
 * The result of the command {@code doctor}.
 *
 * @param sparkHome value of the environment variable {@code SPARK_HOME}; null if it is not set
 * @param advice a sentence for each thing that the user can improve
 */
record Diagnosis(
    String dendrite,
    Java java,
    String spark,
    String scala,
    String hadoop,
    String sparkHome,
    String system,
    Processor cpu,
    Blas blas,
    Memory memory,
    List<String> advice) {

  private static final long LITTLE_MEMORY = 2_000_000_000L;

  /**
   * All cores together work well in parallel if their speed is at least this fraction of (number of
   * cores) x (speed of one thread).
   */
  private static final double POOR_SCALING = 0.6;

  record Java(String version, String vendor, String home) {
    private static Java read() {
      return new Java(
          System.getProperty("java.version"),
          System.getProperty("java.vendor"),
          System.getProperty("java.home"));
    }
  }

  record Processor(String model, int cores, List<String> vectorFlags) {
    private static Processor read() {
      Cpu cpu = Cpu.read();
      return new Processor(
          cpu.model(), Runtime.getRuntime().availableProcessors(), cpu.vectorFlags());
    }
  }

  /**
   * The BLAS that training uses. The order of the JSON fields is given explicitly, since older
   * versions of Jackson, such as 2.17, put a renamed component last.
   *
   * @param compiled whether the BLAS is native code; otherwise it is netlib's Java code
   * @param threadsPerTask number of threads per task; null if the library does not report it
   * @param pinned what restricts the library to a kernel that is not the CPU's best; null if
   *     nothing does
   * @param rejected reasons why other libraries are not used
   */
  @JsonPropertyOrder({"library", "version", "kernel", "native"})
  record Blas(
      String library,
      String version,
      String kernel,
      @JsonProperty("native") boolean compiled,
      Integer threadsPerTask,
      double gflopsOneThread,
      double gflopsAllCores,
      String pinned,
      List<String> rejected) {

    private static Blas measure(int cores) {
      BlasLibrary library = BlasLibrary.open("auto");
      Speed speed = Speed.measure(library.netlib(), cores);
      return new Blas(
          library.name(),
          library.version(),
          library.kernel(),
          library.isNative(),
          library.threads() == 0 ? null : library.threads(),
          speed.oneThread(),
          speed.allCores(),
          library.pinned(),
          library.rejected());
    }

    private void advise(int cores, List<String> advice) {
      if (!compiled) {
        advice.add(
            "No native BLAS, so training is several times slower: "
                + String.join("; ", rejected)
                + ". The bundled BLAS runs on Linux with glibc, x86_64 or arm64; elsewhere install OpenBLAS as the"
                + " system's BLAS.");
      } else {
        rejected.forEach(why -> advice.add("The system's BLAS is in use, because " + why + "."));
      }
      if (pinned != null) {
        advice.add(pinned + ".");
      }
      if (gflopsAllCores < POOR_SCALING * cores * gflopsOneThread) {
        advice.add(
            String.format(
                Locale.ROOT,
                "All %d cores together are only %.1f times as fast as one core: other programs keep them busy, or they"
                    + " are hyper-threads; then --master 'local[%d]' may be as fast.",
                cores,
                gflopsAllCores / gflopsOneThread,
                Math.max(1, cores / 2)));
      }
    }
  }

  /** Sizes of memory, in bytes. */
  record Memory(long heapMax, long machine, long available) {
    private static Memory read() {
      var system =
          (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      return new Memory(
          Runtime.getRuntime().maxMemory(),
          system.getTotalMemorySize(),
          MachineMemory.available(system.getFreeMemorySize()));
    }

    private void advise(List<String> advice) {
      if (heapMax < LITTLE_MEMORY) {
        advice.add(
            "The heap has less than 2 GB; data that do not fit are read from disk in every epoch: enlarge the heap with"
                + " --driver-memory, for example --driver-memory 4g.");
      }
      if (available < Math.min(heapMax, LITTLE_MEMORY)) {
        advice.add("Little memory is available; end other programs before training.");
      }
    }
  }

  /** Examines this machine and the given environment variables, which takes about a second. */
  static Diagnosis of(Map<String, String> environment) {
    Processor cpu = Processor.read();
    Blas blas = Blas.measure(cpu.cores());
    Memory memory = Memory.read();
    String sparkHome = environment.get("SPARK_HOME");
    List<String> advice = new ArrayList<>();
    blas.advise(cpu.cores(), advice);
    memory.advise(advice);
    SparkHome.advice(sparkHome).ifPresent(advice::add);
    return new Diagnosis(
        new Main.Version().getVersion()[0].replace("Dendrite ", ""),
        Java.read(),
        org.apache.spark.package$.MODULE$.SPARK_VERSION(),
        Properties.versionNumberString(),
        VersionInfo.getVersion(),
        sparkHome,
        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
        cpu,
        blas,
        memory,
        List.copyOf(advice));
  }

  void say() {
    System.out.print(table());
    System.out.println(advice.isEmpty() ? "Nothing to improve." : "What to do:");
    advice.forEach(sentence -> System.out.println("- " + sentence));
  }

  private String table() {
    TextTable table = TextTable.ofNames(2);
    table.row("Dendrite", dendrite);
    table.row("Java", java.version + " (" + java.vendor + ", " + java.home + ")");
    table.row("Spark", spark + " for Scala " + scala);
    table.row("Hadoop", hadoop);
    table.row("SPARK_HOME", sparkHome == null ? "not set" : sparkHome);
    table.row("system", system);
    table.row("CPU", cpu.model + ", " + cpu.cores + " cores");
    table.row("vector flags", String.join(" ", cpu.vectorFlags));
    table.row(
        "BLAS",
        "%s, %s, kernel %s, %s thread a task"
            .formatted(blas.library, blas.version, blas.kernel, blas.threadsPerTask));
    table.row(
        "GFLOP/s",
        String.format(
            Locale.ROOT,
            "%.0f with one thread, %.0f with %s (single precision, %d x %d)",
            blas.gflopsOneThread,
            blas.gflopsAllCores,
            cpu.cores,
            Speed.SIZE,
            Speed.SIZE));
    table.row(
        "memory",
        String.format(
            Locale.ROOT,
            "%.1f GB heap at most; machine %.1f GB, %.1f GB of it available",
            memory.heapMax / 1e9,
            memory.machine / 1e9,
            memory.available / 1e9));
    return table.text();
  }
}
