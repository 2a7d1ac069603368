package io.dendrite.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The JVMs that tests start, which is where most of the time of a test of the whole program goes:
 * an empty file for each, in the folder that the build names. The build counts them at its end.
 */
final class JvmStarts {
  private static final String FOLDER = "dendrite.jvm.starts";

  private JvmStarts() {}

  /** A script that becomes a JVM, unless it finds a reason not to. */
  static void program() {
    count("program");
  }

  /** A master or a worker. */
  static void daemon() {
    count("daemon");
  }

  /**
   * The executors of a worker.
   *
   * @param work the worker's folder, in which each program has one, and in that each executor
   */
  static void executors(Path work) {
    try (Stream<Path> folders = Files.walk(work, 2)) {
      folders
          .filter(folder -> work.relativize(folder).getNameCount() == 2)
          .forEach(folder -> count("executor"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void count(String kind) {
    String folder = System.getProperty(FOLDER);
    if (folder != null) {
      try {
        Files.createTempFile(Path.of(folder), kind, "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
