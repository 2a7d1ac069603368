package io.dendrite.program;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** A Spark standalone master and workers, each a JVM of its own, from the jars of the build. */
public final class StandaloneCluster implements AutoCloseable {
  private final List<Process> processes = new ArrayList<>();
  private final Path dir;
  private final int port;

  /**
   * Starts a cluster.
   *
   * @param dir for logs and the executors' files
   * @param cores of each worker, each with 2 GB for executors
   */
  public StandaloneCluster(Path dir, int workers, int cores)
      throws IOException, InterruptedException {
    this.dir = dir;
    port = freePort();
    start(
        "master",
        "org.apache.spark.deploy.master.Master",
        "--host",
        "127.0.0.1",
        "--port",
        Integer.toString(port),
        "--webui-port",
        "0");
    awaitListening();
    for (int i = 0; i < workers; i++) {
      Path work = Files.createDirectories(dir.resolve("work" + i));
      start(
          "worker" + i,
          "org.apache.spark.deploy.worker.Worker",
          "--host",
          "127.0.0." + (i + 1),
          "--webui-port",
          "0",
          "-c",
          Integer.toString(cores),
          "-m",
          2 * cores + "g",
          "-d",
          work.toString(),
          master());
    }
  }

  /** The master's URL. */
  public String master() {
    return "spark://127.0.0.1:" + port;
  }

  /** The folder or jar that a class was loaded from. */
  public static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The executors that run now. */
  public List<ProcessHandle> executors() {
    return processes.stream()
        .flatMap(Process::descendants)
        .filter(
            process ->
                process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  private void start(String name, String main, String... args) throws IOException {
    Path home = Files.createDirectories(dir.resolve("home"));
    Path jars = home.resolve("jars");
    if (!Files.exists(jars)) {
      Files.createSymbolicLink(jars, home(StandaloneCluster.class).resolveSibling("lib"));
      Files.createFile(home.resolve("RELEASE"));
    }
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    // They start other processes and little else, so no time should go into compiling them well.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-Xmx512m", "-cp", jars + "/*", main));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.redirectErrorStream(true).redirectOutput(dir.resolve(name + ".log").toFile());
    processes.add(builder.start());
  }

  private void awaitListening() throws InterruptedException {
    for (int attempt = 0; attempt < 300; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
        return;
      } catch (IOException e) {
        java.util.concurrent.TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IllegalStateException("no master on port " + port);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    for (Process process : processes) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }
}
