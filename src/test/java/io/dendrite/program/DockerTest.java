package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** What can be known of {@code docker/} without a Docker engine. */
@Tag("cluster")
class DockerTest {
  private static final Path DOCKER = Program.ROOT.resolve("docker");
  private static final Pattern PINNED =
      Pattern.compile("[a-z0-9./-]+:\\d+\\.\\d+\\.\\d+[A-Za-z0-9_.-]*");
  @TempDir Path dir;

  @SuppressWarnings("unchecked")
  private static Map<String, Map<String, Object>> services() throws IOException {
    Map<String, Object> compose = new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
    return (Map<String, Map<String, Object>>) compose.get("services");
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  @Test
  void everyServiceIsPinnedConfinedAndWatched() throws IOException {
    String jar = Program.jar().getFileName().toString();
    String image = jar.replace("dendrite-", "dendrite:").replace(".jar", "");
    Map<String, Map<String, Object>> services = services();
    assertThat(services)
        .containsOnlyKeys("namenode", "datanode", "master", "worker-1", "worker-2", "dendrite");
    services.forEach(
        (name, service) -> {
          assertThat((String) service.get("image")).as(name).matches(PINNED);
          assertThat(service.get("privileged")).as(name).isNull();
          boolean ours = ((String) service.get("image")).startsWith("dendrite:");
          assertThat(!ours || service.get("image").equals(image)).as(name).isTrue();
          assertThat(list(service.get("cap_drop")))
              .as(name)
              .isEqualTo(ours ? List.of("ALL") : List.of());
          assertThat(service.get("user")).as(name).isEqualTo(ours ? null : "hadoop");
          assertThat(service.containsKey("build")).as(name).isEqualTo(name.equals("master"));
          assertThat(service.containsKey("healthcheck"))
              .as(name)
              .isEqualTo(!name.equals("dendrite"));
          for (Object port : list(service.get("ports"))) {
            assertThat((String) port).as(name).startsWith("127.0.0.1:");
          }
          if (service.get("depends_on") instanceof Map<?, ?> before) {
            before.forEach(
                (other, condition) -> {
                  assertThat(services).containsKey((String) other);
                  assertThat(condition).isEqualTo(Map.of("condition", "service_healthy"));
                });
          }
        });
  }

  @Test
  void processesTrustOnlyEachOther() throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(DOCKER.resolve("spark-defaults.conf"))) {
      settings.load(in);
    }
    assertThat(settings)
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.io.encryption.enabled", "true")
        .containsEntry("spark.master.rest.enabled", "false");
  }

  /** What the services say to the entry point and to each other. */
  @Test
  void commandsAndPortsFitTogether() throws IOException {
    Map<String, Map<String, Object>> services = services();
    Map<?, ?> master = (Map<?, ?>) services.get("master").get("environment");
    String url =
        "spark://" + master.get("SPARK_MASTER_HOST") + ":" + master.get("SPARK_MASTER_PORT");
    assertThat(services.get("master").get("hostname")).isEqualTo(master.get("SPARK_MASTER_HOST"));
    String entry = Files.readString(DOCKER.resolve("entrypoint.sh"));
    for (String name : List.of("master", "worker-1", "worker-2")) {
      List<?> command = list(services.get(name).get("command"));
      assertThat(entry).contains("\n  " + command.get(0) + ")\n");
      assertThat(command.subList(1, command.size()))
          .isEqualTo(name.equals("master") ? List.of() : List.of(url));
    }
    String readme = Files.readString(Program.ROOT.resolve("README.md"));
    assertThat(readme).contains("--master " + url, "hdfs://namenode:8020/");
    Map<?, ?> namenode = (Map<?, ?>) services.get("namenode").get("environment");
    assertThat(namenode.get("CORE-SITE.XML_fs.defaultFS")).isEqualTo("hdfs://namenode:8020");
    Map<?, ?> datanode = (Map<?, ?>) services.get("datanode").get("environment");
    assertThat(datanode.get("CORE-SITE.XML_fs.defaultFS")).isEqualTo("hdfs://namenode:8020");
  }

  /** The health check of a service uses a port that its settings open. */
  @Test
  void healthChecksAndPublishedPortsAreThoseOfTheServices() throws IOException {
    Map<String, Map<String, Object>> services = services();
    Map<String, String> told =
        Map.of(
            "namenode", "CORE-SITE.XML_fs.defaultFS",
            "master", "SPARK_MASTER_PORT",
            "worker-1", "SPARK_WORKER_WEBUI_PORT",
            "worker-2", "SPARK_WORKER_WEBUI_PORT");
    told.forEach(
        (name, setting) -> {
          Map<?, ?> environment = (Map<?, ?>) services.get(name).get("environment");
          String port = ("" + environment.get(setting)).replaceFirst(".*:", "");
          Object host = services.get(name).getOrDefault("hostname", "localhost");
          Map<?, ?> check = (Map<?, ?>) services.get(name).get("healthcheck");
          assertThat(list(check.get("test")).get(1))
              .isEqualTo("bash -c ': </dev/tcp/%s/%s'".formatted(host, port));
        });
    Map<?, ?> master = (Map<?, ?>) services.get("master").get("environment");
    assertThat(list(services.get("master").get("ports")))
        .isEqualTo(List.of("127.0.0.1:8080:" + master.get("SPARK_MASTER_WEBUI_PORT")));
  }

  /** Made by one, read by all: a volume where the entry point looks, which its user may write. */
  @Test
  void theSecretIsInAVolumeThatOursShare() throws IOException {
    Map<String, Map<String, Object>> services = services();
    for (String name : List.of("master", "worker-1", "worker-2", "dendrite")) {
      assertThat(list(services.get(name).get("volumes")))
          .as(name)
          .isEqualTo(List.of("secret:/run/dendrite"));
    }
    Map<?, ?> compose = new Yaml().load(Files.readString(DOCKER.resolve("compose.yaml")));
    assertThat(((Map<?, ?>) compose.get("volumes")).keySet().toArray()).containsExactly("secret");
    assertThat(Files.readString(DOCKER.resolve("entrypoint.sh")))
        .contains("${DENDRITE_SECRET_FILE:-/run/dendrite/secret}");
    assertThat(Files.readString(DOCKER.resolve("Dockerfile")))
        .contains("mkdir -p spark /run/dendrite", "chown dendrite /run/dendrite");
  }

  /** From no cluster to a model: files, services and commands of dendrite that exist. */
  @Test
  void theReadmeHasThreeCommandsThatExist() throws Exception {
    Map<String, Map<String, Object>> services = services();
    List<String> lines =
        Files.readAllLines(Program.ROOT.resolve("README.md")).stream()
            .filter(line -> line.startsWith("docker "))
            .toList();
    assertThat(lines).hasSize(3).allMatch(line -> line.matches("docker compose -f \\S+ .*"));
    String help = Program.run(dir, "--help").out();
    for (String line : lines) {
      List<String> words = List.of(line.split(" "));
      assertThat(Program.ROOT.resolve(words.get(3))).isEqualTo(DOCKER.resolve("compose.yaml"));
      if (words.get(4).equals("run")) {
        assertThat(words.get(5)).isEqualTo("--rm");
        assertThat(services).containsKey(words.get(6));
        assertThat(help).containsPattern("(?m)^  " + words.get(7) + " ");
      } else {
        assertThat(words.subList(4, words.size())).isEqualTo(List.of("up", "--detach", "--wait"));
      }
    }
  }

  @Test
  void theImageCopiesWhatIsThereAndIsNoSuperuser() throws IOException {
    List<String> lines = Files.readAllLines(DOCKER.resolve("Dockerfile"));
    for (String line : lines) {
      if (line.startsWith("FROM ")) {
        assertThat(line.split(" ")[1]).matches(PINNED);
      } else if (line.startsWith("COPY ") && !line.contains("--from")) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length - 1; i++) {
          assertThat(Program.ROOT.resolve(words[i])).exists();
        }
      }
    }
    assertThat(lines).contains("USER dendrite");
    assertThat(lines.indexOf("USER dendrite")).isLessThan(lines.size() - 1);
    Matcher entry =
        Pattern.compile("ENTRYPOINT \\[\"/opt/dendrite/(.*)\"]")
            .matcher(lines.get(lines.size() - 1));
    assertThat(entry.matches()).isTrue();
    assertThat(Program.ROOT.resolve(entry.group(1))).isExecutable();
  }

  /** The files of the image on this machine, and its entry point as master, worker and driver. */
  @Test
  void theEntryPointStartsAClusterWithASecretAndTrainsOnIt() throws Exception {
    Path home = image();
    Path script = home.resolve("docker/entrypoint.sh");
    int port = StandaloneCluster.freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("DENDRITE_SECRET_FILE", dir.resolve("secret").toString());
    environment.put("TMPDIR", dir.toString());
    environment.put("SPARK_MASTER_HOST", "127.0.0.1");
    environment.put("SPARK_MASTER_PORT", Integer.toString(port));
    environment.put("SPARK_MASTER_WEBUI_PORT", "0");
    environment.put("SPARK_WORKER_WEBUI_PORT", "0");
    environment.put("SPARK_WORKER_CORES", "2");
    environment.put("SPARK_WORKER_DIR", dir.resolve("work").toString());
    environment.put("SPARK_WORKER_MEMORY", "2g");
    String master = "spark://127.0.0.1:" + port;
    List<Program> daemons = new ArrayList<>();
    try {
      daemons.add(Program.start(dir, environment, script, List.of("master")));
      daemons.get(0).await("New state: ALIVE");
      assertThat(Files.getPosixFilePermissions(dir.resolve("secret"))).hasSize(2);
      daemons.add(Program.start(dir, environment, script, List.of("worker", master)));
      daemons.get(1).await("Successfully registered with master");
      List<String> train =
          List.of(
              "example",
              "and",
              "--dir",
              "file:" + dir.resolve("and"),
              "--master",
              master,
              "--json");
      Program run = Program.start(dir, environment, script, train).ended();
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.json().get("test").get("accuracy").asDouble()).isEqualTo(1);
      assertThat(dir.resolve("work")).isDirectoryContaining("glob:**app-*");
      for (Program daemon : daemons) {
        assertThat(daemon.err() + daemon.out()).contains("authentication enabled");
      }
    } finally {
      daemons.forEach(Program::killAll);
      JvmStarts.executors(dir.resolve("work"));
    }
  }

  /** As the Dockerfile lays them out. */
  private Path image() throws IOException {
    Path home = Files.createDirectory(dir.resolve("opt dendrite"));
    Files.createSymbolicLink(home.resolve("bin"), Program.ROOT.resolve("bin"));
    Files.createDirectories(home.resolve("docker"));
    Files.createDirectories(home.resolve("target"));
    Files.createDirectories(home.resolve("spark"));
    Files.createFile(home.resolve("spark/RELEASE"));
    for (String file : List.of("docker/entrypoint.sh", "docker/spark-defaults.conf")) {
      Files.copy(Program.ROOT.resolve(file), home.resolve(file));
    }
    Files.createSymbolicLink(home.resolve("conf"), Program.ROOT.resolve("conf"));
    Files.createSymbolicLink(home.resolve("spark/jars"), Program.ROOT.resolve("target/lib"));
    return home;
  }

  @Test
  void satisfiesShellcheck() throws Exception {
    ScriptTest.shellcheck(DOCKER.resolve("entrypoint.sh"));
  }
}
