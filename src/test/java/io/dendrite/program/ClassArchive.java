package io.dendrite.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FileUtil;

/**
 * Options of JVMs that start in half the time: their classes come from an archive, which the first
 * use after a build writes by a small run.
 */
final class ClassArchive {
  private static final Path TARGET = Program.ROOT.resolve("target");
  private static final String WRITE = StandaloneCluster.QUICK + " -XX:ArchiveClassesAtExit=";

  private static String drivers;
  private static String executors;

  private ClassArchive() {}

  /** Of the program itself. */
  static synchronized String drivers() throws IOException, InterruptedException {
    if (drivers == null) {
      Path archive = TARGET.resolve("drivers.jsa");
      unlessWritten(
          archive,
          () -> write(archive, "--driver-java-options", WRITE + archive, "--master", "local[1]"));
      drivers = read(archive);
    }
    return drivers;
  }

  /** Of executors, all of whose machines see the same files. */
  static synchronized String executors(StandaloneCluster cluster)
      throws IOException, InterruptedException {
    if (executors == null) {
      Path archive = TARGET.resolve("executors.jsa");
      unlessWritten(
          archive,
          () -> {
            write(archive, cluster.options(1, WRITE + archive).toArray(String[]::new));
            for (int i = 0; i < 1000 && !cluster.executors().isEmpty(); i++) {
              TimeUnit.MILLISECONDS.sleep(20);
            }
          });
      executors = read(archive);
    }
    return executors;
  }

  /** Without an archive JVMs are slower, and no more. */
  private static String read(Path archive) {
    if (Files.exists(archive)) {
      return StandaloneCluster.QUICK + " -XX:SharedArchiveFile=" + archive;
    }
    System.err.println("no archive of classes could be written: " + archive);
    return StandaloneCluster.QUICK;
  }

  /** Once, by whichever JVM of tests comes first; the others wait for it. */
  private interface Writing {
    void run() throws IOException, InterruptedException;
  }

  private static void unlessWritten(Path archive, Writing writing)
      throws IOException, InterruptedException {
    try (FileChannel lock =
            FileChannel.open(
                TARGET.resolve("archives.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = lock.lock()) {
      if (archive.toFile().lastModified() <= Program.jar().toFile().lastModified()) {
        writing.run();
      }
    }
  }

  private static void write(Path archive, String... options)
      throws IOException, InterruptedException {
    Files.deleteIfExists(archive);
    Path dir = Files.createTempDirectory(TARGET, "archived");
    Path rows = Files.writeString(dir.resolve("rows.csv"), "x,label\n1,a\n2,b\n3,a\n4,b\n");
    List<String> args = new ArrayList<>(List.of("train", "--set", "data.train=" + rows));
    for (String setting :
        List.of(
            "data.label=label",
            "data.validation=0",
            "network.layers=[\"inner-product 2\"]",
            "model.dir=" + dir.resolve("model"))) {
      args.addAll(List.of("--set", setting));
    }
    args.addAll(List.of(options));
    Program writer = Program.start(dir, Map.of(), Program.SCRIPT, args).ended();
    if (writer.exitCode() != 0) {
      throw new IllegalStateException(writer.err());
    }
    FileUtil.fullyDelete(dir.toFile());
  }
}
