package io.dendrite.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Says what this machine computes with, how fast that is, and what to do about it. */
@Command(
    name = "doctor",
    description = "Says what this machine computes with, how fast it is, and what to do about it.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    output.print(Diagnosis.of(System.getenv()), DoctorCommand::say);
    return 0;
  }

  private static void say(Map<String, ?> found) {
    Map<?, ?> java = (Map<?, ?>) found.get("java");
    Map<?, ?> cpu = (Map<?, ?>) found.get("cpu");
    Map<?, ?> blas = (Map<?, ?>) found.get("blas");
    Map<?, ?> memory = (Map<?, ?>) found.get("memory");
    line("Dendrite", found.get("dendrite"));
    line("Java", java.get("version") + " (" + java.get("vendor") + ", " + java.get("home") + ")");
    line("Spark", found.get("spark") + " for Scala " + found.get("scala"));
    line("Hadoop", found.get("hadoop"));
    line("SPARK_HOME", found.get("sparkHome") == null ? "not set" : found.get("sparkHome"));
    line("system", found.get("system"));
    line("CPU", cpu.get("model") + ", " + cpu.get("cores") + " cores");
    line(
        "vector flags",
        String.join(" ", ((List<?>) cpu.get("vectorFlags")).toArray(String[]::new)));
    line(
        "BLAS",
        "%s, %s, kernel %s, %s thread a task"
            .formatted(
                blas.get("library"),
                blas.get("version"),
                blas.get("kernel"),
                blas.get("threadsPerTask")));
    line(
        "GFLOP/s",
        String.format(
            Locale.ROOT,
            "%.0f with one thread, %.0f with %s (single precision, %d x %d)",
            blas.get("gflopsOneThread"),
            blas.get("gflopsAllCores"),
            cpu.get("cores"),
            Speed.SIZE,
            Speed.SIZE));
    line(
        "memory",
        String.format(
            Locale.ROOT,
            "%.1f GB heap at most; machine %.1f GB, %.1f GB of it available",
            gigabytes(memory.get("heapMax")),
            gigabytes(memory.get("machine")),
            gigabytes(memory.get("available"))));
    List<?> advice = (List<?>) found.get("advice");
    System.out.println(advice.isEmpty() ? "Nothing to improve." : "What to do:");
    advice.forEach(sentence -> System.out.println("- " + sentence));
  }

  private static void line(String name, Object value) {
    System.out.printf("%-13s %s%n", name, value);
  }

  private static double gigabytes(Object bytes) {
    return ((Number) bytes).doubleValue() / 1e9;
  }
}
