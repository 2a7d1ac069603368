package io.dendrite.program;

import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.launcher.JavaModuleOptions;

/** A Spark standalone master and workers, each a JVM of its own, from the jars of the build. */
public final class StandaloneCluster implements AutoCloseable {
  /** For JVMs that do little but start: no time goes into compiling them well. */
  static final String QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

  private static final Pattern PROGRAM =
      Pattern.compile("CoarseGrainedExecutorBackend .*--app-id (\\S+)");

  private static StandaloneCluster shared;

  private final Path dir;
  private final int port;
  private final int cores;
  private final Process master;
  private final List<Process> workers = new ArrayList<>();

  /**
   * Starts a cluster.
   *
   * @param dir for logs and the executors' files
   * @param cores of each worker, each with 2 GB for executors
   */
  public StandaloneCluster(Path dir, int workers, int cores)
      throws IOException, InterruptedException {
    this.dir = dir;
    this.cores = cores;
    port = freePort();
    master =
        start(
            "master",
            Map.of(),
            "org.apache.spark.deploy.master.Master",
            "--host",
            "127.0.0.1",
            "--port",
            Integer.toString(port),
            "--webui-port",
            "0");
    try {
      awaitListening();
      for (int i = 0; i < workers; i++) {
        this.workers.add(worker(i, Map.of()));
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Its logs, and the directories of its executors. */
  Path dir() {
    return dir;
  }

  /** Where executors keep what does not fit into their memory. */
  Path local() {
    return dir.resolve("local");
  }

  /** Where a worker has a folder for each program, and in it one for each executor. */
  private Path work(int worker) {
    return dir.resolve("work" + worker);
  }

  /** Starts a worker and waits until the master knows it. */
  private Process worker(int number, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path log = dir.resolve("worker" + number + ".log");
    Files.deleteIfExists(log);
    Process worker =
        start(
            "worker" + number,
            environment,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0." + (number + 1),
            "--webui-port",
            "0",
            "-c",
            Integer.toString(cores),
            "-m",
            2 * cores + "g",
            "-d",
            Files.createDirectories(work(number)).toString(),
            master());
    while (!Files.readString(log).contains("Successfully registered with master")) {
      if (!worker.isAlive()) {
        throw new IllegalStateException("no worker:\n" + Files.readString(log));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return worker;
  }

  /** Kills a worker and its executors, if necessary, and starts it again. */
  void restart(int worker, Map<String, String> environment)
      throws IOException, InterruptedException {
    kill(worker);
    workers.set(worker, worker(worker, environment));
  }

  /** Kills a worker that has an executor of the program that began last. */
  void killBusyWorker() throws InterruptedException {
    ProcessHandle executor = executors().get(0);
    for (int i = 0; i < workers.size(); i++) {
      if (workers.get(i).descendants().anyMatch(executor::equals)) {
        kill(i);
        return;
      }
    }
    throw new IllegalStateException("no worker has an executor");
  }

  /** Starts again what was killed. */
  void restartDead() throws IOException, InterruptedException {
    for (int i = 0; i < workers.size(); i++) {
      if (!workers.get(i).isAlive()) {
        restart(i, Map.of());
      }
    }
  }

  /** Kills a worker and its executors. */
  private void kill(int worker) throws InterruptedException {
    Process process = workers.get(worker);
    List<ProcessHandle> executors = process.descendants().toList();
    process.destroyForcibly().waitFor();
    for (ProcessHandle executor : executors) {
      executor.destroyForcibly();
      executor.onExit().join();
    }
  }

  /**
   * The cluster of all tests that leave it as it was: three workers, each with as many cores as the
   * machine has. It ends with this JVM.
   */
  static synchronized StandaloneCluster shared() throws IOException, InterruptedException {
    if (shared == null) {
      Path dir = Files.createTempDirectory(Path.of("target"), "cluster").toAbsolutePath();
      StandaloneCluster started =
          new StandaloneCluster(dir, 3, Runtime.getRuntime().availableProcessors());
      Thread end =
          new Thread(
              () -> {
                started.close();
                FileUtil.fullyDelete(dir.toFile());
              });
      Runtime.getRuntime().addShutdownHook(end);
      shared = started;
    }
    return shared;
  }

  /** The options of a run on this many executors, each a core of another worker. */
  List<String> options(int executors) throws IOException, InterruptedException {
    return options(executors, ClassArchive.executors(this));
  }

  /** The same with other options of the executors' JVMs. */
  List<String> options(int executors, String java) {
    return List.of(
        "--master",
        master(),
        "--executor-memory",
        "1g",
        "--total-executor-cores",
        Integer.toString(executors),
        "--conf",
        "spark.executor.cores=1",
        "--conf",
        "spark.executor.extraJavaOptions=" + java);
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

  /** The executors of the program that began last. */
  List<ProcessHandle> executors() {
    SortedMap<String, List<ProcessHandle>> byProgram = new TreeMap<>();
    for (Process worker : workers) {
      worker
          .descendants()
          .forEach(
              child -> {
                Matcher program = PROGRAM.matcher(child.info().commandLine().orElse(""));
                if (program.find()) {
                  byProgram.computeIfAbsent(program.group(1), id -> new ArrayList<>()).add(child);
                }
              });
    }
    return byProgram.isEmpty() ? List.of() : byProgram.get(byProgram.lastKey());
  }

  private Process start(String name, Map<String, String> environment, String main, String... args)
      throws IOException {
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
    command.addAll(List.of(QUICK.split(" ")));
    command.addAll(List.of("-Xmx512m", "-cp", jars + "/*", main));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().remove("OPENBLAS_CORETYPE");
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13");
    builder.environment().put("SPARK_LOCAL_DIRS", Files.createDirectories(local()).toString());
    builder.environment().putAll(environment);
    JvmStarts.daemon();
    File log = dir.resolve(name + ".log").toFile();
    return builder.redirectErrorStream(true).redirectOutput(log).start();
  }

  private void awaitListening() throws InterruptedException {
    for (int attempt = 0; attempt < 300; attempt++) {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), 200);
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    throw new IllegalStateException("no master on port " + port);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    List<ProcessHandle> all = new ArrayList<>();
    for (Process worker : workers) {
      worker.descendants().forEach(all::add);
      all.add(worker.toHandle());
    }
    all.add(master.toHandle());
    all.forEach(ProcessHandle::destroyForcibly);
    // Until then they may write files.
    all.forEach(process -> process.onExit().join());
    for (int i = 0; i < workers.size(); i++) {
      JvmStarts.executors(work(i));
    }
  }
}
