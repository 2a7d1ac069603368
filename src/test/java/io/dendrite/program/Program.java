package io.dendrite.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The shipped script and jar, started as a user would. */
final class Program {
  static final Path ROOT = Path.of("").toAbsolutePath();
  static final Path SCRIPT = ROOT.resolve("bin/dendrite");
  private static final long MINUTES = 5;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code bin/dendrite} in a directory, with its output in files there. */
  static Program start(Path dir, String... args) throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("--driver-java-options", ClassArchive.drivers()));
    all.addAll(List.of(args));
    return start(dir, Map.of(), SCRIPT, all);
  }

  /** As a user does: in this environment, with these arguments and no other. */
  static Program start(Path dir, Map<String, String> environment, Path script, List<String> args)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(args);
    Path out = Files.createTempFile(dir, "out", ".txt");
    Path err = Files.createTempFile(dir, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder
        .environment()
        .keySet()
        .removeAll(List.of("SPARK_HOME", "DENDRITE_LOG_LEVEL", "OPENBLAS_CORETYPE"));
    builder.environment().putAll(environment);
    JvmStarts.program();
    return new Program(builder.start(), out, err);
  }

  /** More arguments. */
  static String[] with(String[] args, String... more) {
    return Stream.concat(Stream.of(args), Stream.of(more)).toArray(String[]::new);
  }

  /** More arguments, by which driver and executors find a class of the tests. */
  static String[] knowing(Class<?> type, String... args) {
    String classes = StandaloneCluster.home(type).toString();
    return with(
        args, "--driver-class-path", classes, "--conf", "spark.executor.extraClassPath=" + classes);
  }

  /** Runs to the end. */
  static Program run(Path dir, String... args) throws IOException, InterruptedException {
    return start(dir, args).ended();
  }

  /** Waits for the end. */
  Program ended() throws IOException, InterruptedException {
    exitCode();
    return this;
  }

  /** The jar of the build. */
  static Path jar() throws IOException {
    try (Stream<Path> built = Files.list(ROOT.resolve("target"))) {
      return built
          .filter(file -> file.getFileName().toString().matches("dendrite-.*\\.jar"))
          .findAny()
          .orElseThrow();
    }
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits until it has said something on stderr or, with {@code --verbose}, in Spark's log. */
  void await(String text) throws IOException, InterruptedException {
    await(said -> said.contains(text));
  }

  /** Waits until what it has said is so. */
  void await(Predicate<String> wanted) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
    long read = -1;
    while (true) {
      long there = Files.size(err) + Files.size(out);
      // What has not grown is not read again: a run's log can be long.
      if (there != read && wanted.test(err() + out())) {
        return;
      }
      read = there;
      if (!alive() || System.nanoTime() > deadline) {
        throw new IllegalStateException("it ended or was silent:\n" + err());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Waits for the end; a program that hangs is killed and fails the test. */
  int exitCode() throws InterruptedException, IOException {
    return exitCode(60 * MINUTES);
  }

  /** The same for a program that has to end within this many seconds. */
  int exitCode(long seconds) throws InterruptedException, IOException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running after " + seconds + " s:\n" + err());
    }
    return process.exitValue();
  }

  /** Sends a signal, for example {@code KILL}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** With what it has started. */
  void killAll() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  String out() throws IOException {
    return Files.readString(out);
  }

  String err() throws IOException {
    return Files.readString(err);
  }

  /** The object on the last line of stdout. */
  JsonNode json() throws IOException {
    String text = out().strip();
    return new ObjectMapper().readTree(text.substring(text.lastIndexOf('\n') + 1));
  }
}
