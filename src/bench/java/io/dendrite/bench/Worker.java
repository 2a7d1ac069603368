package io.dendrite.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM of its own that measures on demand, idle but for its turns: for what one JVM has only one
 * of, a BLAS for Spark ML or a Spark context.
 */
final class Worker implements AutoCloseable {
  private static final String MARK = "answer ";

  private final Process process;
  private final BufferedReader answers;
  private final PrintStream asks;

  /** What the worker said when it was ready. */
  final String greeting;

  /**
   * @param heap greatest heap, as in {@code -Xmx}
   */
  Worker(Class<?> main, String heap, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens") || argument.startsWith("-D"))
        .forEach(command::add);
    // Spark's launcher adds this module, by which netlib's Java code is faster.
    command.addAll(List.of("--add-modules=jdk.incubator.vector", "-Xmx" + heap));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    answers = reader(process.getInputStream());
    asks = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    greeting = answer();
  }

  /** Has one thing measured. */
  double ask(String what) throws IOException {
    asks.println(what);
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    for (String line = answers.readLine(); line != null; line = answers.readLine()) {
      if (line.startsWith(MARK)) {
        return line.substring(MARK.length());
      }
    }
    throw new IOException("a measuring JVM ended early; give the machine more memory");
  }

  /** Something that a worker can measure. */
  interface Measurement {
    double measure(String what) throws Exception;
  }

  /** The worker's side: says that it is ready, then answers until there are no more asks. */
  static void serve(String greeting, Measurement measurement) throws Exception {
    System.out.println(MARK + greeting);
    BufferedReader in = reader(System.in);
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      System.out.println(MARK + measurement.measure(line));
    }
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
