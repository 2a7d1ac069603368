package io.dendrite.train;

import io.dendrite.math.BlasLibrary;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What the executors compute with, asked before the first step: one run needs one BLAS with one
 * kernel.
 */
final class Machines {
  private Machines() {}

  /** One executor's answer. */
  private record Answer(
      String host, String identity, boolean nativeCode, String pinned, List<String> rejected)
      implements Serializable {}

  /**
   * Library and kernel common to all executors.
   *
   * @param choice as in {@link BlasLibrary#open}
   * @param requireNative refuse Java code?
   * @throws DataException if executors differ, or native code is required and not there
   */
  static String agree(
      JavaSparkContext spark, String choice, boolean requireNative, RunListener listener) {
    int tasks = Math.max(2, 2 * spark.defaultParallelism());
    List<Answer> answers =
        spark
            .parallelize(IntStream.range(0, tasks).boxed().toList(), tasks)
            .map(
                i -> {
                  BlasLibrary library = BlasLibrary.open(choice);
                  return new Answer(
                      TaskSetup.host(),
                      library.identity(),
                      library.isNative(),
                      library.pinned(),
                      library.rejected());
                })
            .collect();
    Answer first = answers.get(0);
    for (Answer answer : answers) {
      if (!answer.identity().equals(first.identity())) {
        throw new DataException(
            "executors compute with different kernels: "
                + first.host()
                + " with "
                + first.identity()
                + ", "
                + answer.host()
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
    if (first.pinned() != null) {
      listener.notice(first.host() + ": " + first.pinned());
    }
    return first.identity();
  }
}
