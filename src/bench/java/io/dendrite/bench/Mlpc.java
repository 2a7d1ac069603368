package io.dendrite.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A running {@link MlpcWorker}, idle but for its turns. */
final class Mlpc implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final PrintStream asks;

  /** The class of the BLAS that Spark ML found there. */
  final String blas;

  Mlpc(String blas, int rows, int[] layers) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-D"))
        .forEach(command::add);
    // Spark's launcher adds this module, by which netlib's Java code is faster.
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-Xmx5g"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MlpcWorker.class.getName(), blas, Integer.toString(rows)));
    command.add(Arrays.stream(layers).mapToObj(Integer::toString).collect(Collectors.joining(",")));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    asks = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    this.blas = answer();
  }

  /** Seconds of one evaluation of the gradient over all rows. */
  double gradient() throws IOException {
    return ask("gradient");
  }

  /** Seconds to transform all rows. */
  double transform() throws IOException {
    return ask("transform");
  }

  private double ask(String what) throws IOException {
    asks.println(what);
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith("answer ")) {
        return line.substring("answer ".length());
      }
    }
    throw new IOException("the JVM of Spark's MLP ended");
  }

  @Override
  public void close() {
    process.destroy();
  }
}
