package io.dendrite.program;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The shipped script and jar, started as a user would. */
final class Program {
  static final Path ROOT = Path.of("").toAbsolutePath();
  private static final long MINUTES = 5;

  private final Process process;
  private final Path out;
  private final Path err;

  private Program(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** Starts {@code bin/dendrite} with its output in files of a directory. */
  static Program start(Path dir, String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(ROOT.resolve("bin/dendrite").toString()));
    command.addAll(List.of(args));
    return start(dir, command);
  }

  static Program start(Path dir, List<String> command) throws IOException {
    Path out = Files.createTempFile(dir, "out", ".txt");
    Path err = Files.createTempFile(dir, "err", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().remove("SPARK_HOME");
    return new Program(builder.start(), out, err);
  }

  /** Runs to the end. */
  static Program run(Path dir, String... args) throws IOException, InterruptedException {
    Program program = start(dir, args);
    program.exitCode();
    return program;
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits for the end; a program that hangs is killed and fails the test. */
  int exitCode() throws InterruptedException, IOException {
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("still running after " + MINUTES + " minutes:\n" + err());
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
