package io.dendrite.task;

import io.dendrite.data.DataException;
import io.dendrite.input.Notices;
import io.dendrite.math.Blas;
import io.dendrite.math.BlasLibrary;
import io.dendrite.math.SpeedProbe;
import io.dendrite.shards.Slots;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Finds out, before the first step, which BLAS library each executor uses: all executors of a run
 * must use the same library with the same kernel.
 */
public final class Machines {
  private Machines() {}

  /**
   * An executor counts as slow if its rate of matrix products is below this fraction of the fastest
   * executor's rate.
   */
  private static final double SLOW = 0.6;

  /**
   * What one probing task reports about its executor.
   *
   * @param executor Spark's id of the executor
   * @param threads number of threads that one BLAS call uses; 0 if not known
   * @param gflops rate of matrix products in this task, in GFLOP/s, measured while other tasks also
   *     measure theirs
   * @param cores number of cores that the executor's JVM sees
   */
  record Answer(
      String host,
      String executor,
      String identity,
      boolean nativeCode,
      int threads,
      String pinned,
      List<String> rejected,
      double gflops,
      int cores)
      implements Serializable {
    /** How error messages and notices name the executor. */
    String where() {
      return executor.equals("driver") ? host : host + " (executor " + executor + ")";
    }
  }

  /**
   * Checks that all executors use the same BLAS library and kernel, and returns the names of
   * library and kernel as one text.
   *
   * @param choice which library to use, as in {@link BlasLibrary#open}
   * @param requireNative whether to refuse a BLAS that is written in Java
   * @throws DataException if executors use different libraries or kernels, or if a native BLAS is
   *     required and an executor has none
   */
  public static String agree(
      JavaSparkContext spark, String choice, boolean requireNative, Notices listener) {
    int tasks = 2 * Slots.of(spark);
    List<Answer> answers =
        spark
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .map(
                i -> {
                  BlasLibrary library = BlasLibrary.open(choice);
                  return new Answer(
                      TaskSetup.host(),
                      SparkEnv.get().executorId(),
                      library.identity(),
                      library.isNative(),
                      library.threads(),
                      library.pinned(),
                      library.rejected(),
                      SpeedProbe.gflops(new Blas(library.netlib())),
                      Runtime.getRuntime().availableProcessors());
                })
            .collect();
    Answer first = answers.get(0);
    for (Answer answer : answers) {
      if (!answer.identity().equals(first.identity())) {
        throw new DataException(
            "executors compute with different kernels: "
                + first.where()
                + " with "
                + first.identity()
                + ", "
                + answer.where()
                + " with "
                + answer.identity()
                + "; set --conf spark.executorEnv.OPENBLAS_CORETYPE to one that all have, for example Haswell");
      }
    }
    if (!first.nativeCode()) {
      String reasons =
          first.rejected().isEmpty() ? "blas.library = java" : String.join("; ", first.rejected());
      if (requireNative) {
        throw new DataException(
            "blas.require = native, but host " + first.host() + " has none: " + reasons);
      }
      listener.notice("no native BLAS, so training is several times slower: " + reasons);
    } else if (!first.rejected().isEmpty()) {
      listener.notice(
          "using the system BLAS: " + first.rejected().stream().collect(Collectors.joining("; ")));
    }
    if (first.threads() == 0) {
      listener.notice(
          "the system BLAS may start threads of its own in every task; where it does, set --conf"
              + " spark.executorEnv.OPENBLAS_NUM_THREADS=1 (in local mode the environment variable)");
    }
    if (first.pinned() != null) {
      listener.notice(first.host() + ": " + first.pinned());
    }
    Map<String, Double> rates = rates(answers);
    listener.machines(
        rates.entrySet().stream()
            .map(
                host ->
                    String.format(
                        Locale.ROOT,
                        "%s: %s, %s, %.0f GFLOP/s a task",
                        host.getKey(),
                        first.identity(),
                        first.threads() == 1 ? "1 thread" : "threads unknown",
                        host.getValue()))
            .toList());
    slow(rates).forEach(listener::notice);
    crowded(answers, Slots.tasksAtOnce(spark)).forEach(listener::notice);
    return first.identity();
  }

  /** The rate in GFLOP/s of the fastest task of each executor. */
  static Map<String, Double> rates(List<Answer> answers) {
    Map<String, Double> rates = new TreeMap<>();
    answers.forEach(answer -> rates.merge(answer.where(), answer.gflops(), Math::max));
    return rates;
  }

  /** A sentence about each executor that is so slow that other executors would wait for it. */
  static List<String> slow(Map<String, Double> rates) {
    double fastest = Collections.max(rates.values());
    return rates.entrySet().stream()
        .filter(host -> host.getValue() < SLOW * fastest)
        .map(
            host ->
                String.format(
                    Locale.ROOT,
                    "%s multiplies matrices at %.0f GFLOP/s a task, the fastest executor at %.0f, and every step waits"
                        + " for its slowest task; see what else runs there, or leave it out",
                    host.getKey(),
                    host.getValue(),
                    fastest))
        .toList();
  }

  /** A sentence about each host on which more tasks run at once than it has cores. */
  static List<String> crowded(List<Answer> answers, Map<String, Integer> tasksAtOnce) {
    Map<String, Integer> cores = new TreeMap<>();
    Map<String, Set<String>> executors = new TreeMap<>();
    for (Answer answer : answers) {
      cores.merge(answer.host(), answer.cores(), Math::max);
      executors.computeIfAbsent(answer.host(), host -> new TreeSet<>()).add(answer.executor());
    }
    List<String> sentences = new ArrayList<>();
    executors.forEach(
        (host, ids) -> {
          int tasks = ids.stream().mapToInt(id -> tasksAtOnce.getOrDefault(id, 0)).sum();
          if (tasks > cores.get(host)) {
            sentences.add(
                "%d tasks run at once on the %d cores of host %s, which makes each slower; "
                        .formatted(tasks, cores.get(host), host)
                    + "give its executors fewer cores, or --master local[N] fewer tasks");
          }
        });
    return sentences;
  }
}
