package io.dendrite.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks the installed Spark to which {@code SPARK_HOME} points, by the same rules as the launch
 * script {@code bin/dendrite}.
 */
final class SparkHome {
  private static final String WANTED = "spark-core_2.13-4.1.";

  private SparkHome() {}

  /** Advice about {@code SPARK_HOME}; empty if the variable is not set or its Spark fits. */
  static Optional<String> advice(String home) {
    if (home == null || home.isEmpty()) {
      return Optional.empty();
    }
    if (!Files.isExecutable(Path.of(home, "bin", "spark-submit"))) {
      return Optional.of(
          "SPARK_HOME="
              + home
              + " has no bin/spark-submit, so commands run on the Spark of the build; unset it or point it to"
              + " Spark 4.1.");
    }
    String[] jars =
        Path.of(home, "jars").toFile().list((dir, name) -> name.startsWith("spark-core_"));
    String[] cores = jars == null ? new String[0] : jars;
    return Stream.of(cores).anyMatch(name -> name.startsWith(WANTED))
        ? Optional.empty()
        : Optional.of(
            "SPARK_HOME="
                + home
                + " is not Spark 4.1 for Scala 2.13 (its jars: "
                + (cores.length == 0 ? "no spark-core" : String.join(", ", cores))
                + "), so training will refuse to start; unset it or point it to Spark 4.1.");
  }
}
