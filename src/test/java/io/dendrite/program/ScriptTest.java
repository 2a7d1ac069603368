package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts bin/dendrite as a user does. */
@Tag("cluster")
class ScriptTest {
  private static final Path ROOT = Program.ROOT;
  private static final Path SCRIPT = Program.SCRIPT;

  @TempDir Path temp;

  private record Run(int code, List<String> out, List<String> err) {}

  private Run run(Map<String, String> environment, Path script, String... args) throws Exception {
    Program program = Program.start(temp, environment, script, List.of(args));
    return new Run(
        program.exitCode(), program.out().lines().toList(), program.err().lines().toList());
  }

  private Run run(String... args) throws Exception {
    return run(Map.of(), SCRIPT, args);
  }

  /** With options of the JVM that let it start sooner, which a user has no need of. */
  private Run quick(String... args) throws Exception {
    String[] options = {"--driver-java-options", ClassArchive.drivers()};
    return run(Program.with(options, args));
  }

  /** A SPARK_HOME with the jars named, whose spark-submit is the script given. */
  private Path sparkHome(String core, String submit) throws IOException {
    Path home = temp.resolve("spark home");
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("jars"));
    Files.writeString(home.resolve("jars/" + core), "");
    Path file = home.resolve("bin/spark-submit");
    Files.writeString(file, "#!/bin/sh\n" + submit + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return home;
  }

  private void writeRows(String file) throws IOException {
    StringBuilder rows = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 400; i++) {
      int x = i % 20;
      int y = i / 20;
      rows.append(x).append(',').append(y).append(',').append(x > y ? 1 : 0).append('\n');
    }
    Files.writeString(temp.resolve(file), rows);
  }

  private String[] train(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--set",
                "data.train=rows.csv",
                "--set",
                "data.label=label",
                "--set",
                "network.layers=[\"inner-product 2\"]",
                "--set",
                "train.epochs=1",
                "--set",
                "model.dir=a model"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  @Test
  void helps() throws Exception {
    Run help = run("--help");
    assertThat(help.code()).isZero();
    assertThat(help.out()).anyMatch(line -> line.contains("quickstart"));
    assertThat(run("--version").out()).hasSize(1).allMatch(line -> line.matches("Dendrite \\d.*"));
    assertThat(run().code()).isEqualTo(2);
    assertThat(run("trian").code()).isEqualTo(2);
  }

  @Test
  void refusesAnotherSpark() throws Exception {
    Path home = sparkHome("spark-core_2.12-3.5.1.jar", "exit 0");
    Run run = run(Map.of("SPARK_HOME", home.toString()), SCRIPT, "train");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).hasSize(1);
    assertThat(run.err().get(0)).contains("Spark 3.5.1 for Scala 2.12", "needs Spark 4.1", "unset");
  }

  @Test
  void separatesSparksOptions() throws Exception {
    Path home = sparkHome("spark-core_2.13-4.1.3.jar", "printf '%s\\n' \"$@\"; exit 7");
    Run run =
        run(
            Map.of("SPARK_HOME", home.toString()),
            SCRIPT,
            "--conf",
            "spark.a=b  c",
            "train",
            "--set",
            "data.train=x y*",
            "--driver-memory=2g",
            "--config",
            "",
            "--master",
            "local[2]",
            "--verbose",
            "it's \"quoted\" $HOME");
    assertThat(run.code()).isEqualTo(7);
    List<String> expected =
        new ArrayList<>(
            List.of(
                "--class", "io.dendrite.cli.Main", "--conf", "spark.a=b  c", "--driver-memory"));
    expected.addAll(List.of("2g", "--master", "local[2]"));
    assertThat(run.out().subList(0, 8)).isEqualTo(expected);
    assertThat(run.out().get(8)).matches(".*/target/dendrite-[^/]*\\.jar");
    assertThat(run.out().subList(9, run.out().size()))
        .containsExactly(
            "train",
            "--set",
            "data.train=x y*",
            "--config",
            "",
            "--verbose",
            "it's \"quoted\" $HOME");
  }

  @Test
  void saysThatSparkHomeIsOfNoUse() throws Exception {
    Run run = run(Map.of("SPARK_HOME", "/nonexistent"), SCRIPT, "train");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "dendrite: SPARK_HOME=/nonexistent has no bin/spark-submit; running on the Spark of the build");
  }

  @Test
  void refusesHalfAnOption() throws Exception {
    Run run = run("train", "--master");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).containsExactly("dendrite: --master needs a value");
    assertThat(run("train", "--driver-memory", "much").code()).isEqualTo(2);
    for (String little : new String[] {"10m", "499m", "64"}) {
      assertThat(run("train", "--driver-memory", little).err())
          .containsExactly(
              "dendrite: driver memory '"
                  + little
                  + "' is less than Spark needs; give at least 512m");
    }
    assertThat(run("train", "--master", "nonsense").err())
        .containsExactly(
            "dendrite: --master nonsense; expected local[N], spark://HOST:PORT, yarn or k8s://HOST:PORT");
    assertThat(run("train", "--executor-cores", "abc").code()).isEqualTo(2);
    assertThat(run("train", "--master", "yarn").code()).isEqualTo(2);
    assertThat(run("inspect", "x", "--jars", "a.jar").code()).isEqualTo(2);
  }

  @Test
  void passesExitCodesThrough() throws Exception {
    writeRows("rows.csv");
    Run wrong = quick(train("--set", "train.epochs=0"));
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.err()).hasSize(1);
    Run failed = quick(train("--set", "data.train=none.csv"));
    assertThat(failed.code()).isEqualTo(1);
    assertThat(failed.err()).hasSize(1);
  }

  @Test
  void outputThatIsLostIsNoSuccess() throws Exception {
    JvmStarts.program();
    Process process =
        new ProcessBuilder(SCRIPT.toString(), "example")
            .redirectOutput(new File("/dev/full"))
            .start();
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(err)
        .isEqualToIgnoringNewLines(
            "dendrite: standard output could not be written; its disk may be full. Everything else is done.");
  }

  /** A copy of the program in a path with spaces, started through a symlink, embedded. */
  @Test
  void runsFromAPathWithSpacesThroughASymlink() throws Exception {
    writeRows("rows.csv");
    Path clone = temp.resolve("a b/c d");
    for (String folder : List.of("bin", "conf", "target")) {
      Files.createDirectories(clone.resolve(folder));
    }
    Files.copy(SCRIPT, clone.resolve("bin/dendrite"));
    Files.copy(ROOT.resolve("conf/log4j2.properties"), clone.resolve("conf/log4j2.properties"));
    Files.copy(Program.jar(), clone.resolve("target").resolve(Program.jar().getFileName()));
    Files.createSymbolicLink(clone.resolve("target/lib"), ROOT.resolve("target/lib"));
    Files.createSymbolicLink(temp.resolve("link"), Path.of("a b/c d/bin/dendrite"));
    assertThat(clone.resolve("bin/dendrite").toFile().setExecutable(true)).isTrue();

    Run run = run(Map.of(), temp.resolve("link"), train("--master", "local[1]", "--json"));
    assertThat(run.err()).noneMatch(line -> line.contains("WARN"));
    assertThat(run.code()).isZero();
    assertThat(last(run).get("weightsSha256").asText()).hasSize(64);
    assertThat(run(Map.of(), temp.resolve("link"), "inspect", "a model").code()).isZero();
  }

  @Test
  void quickstartLearns() throws Exception {
    Run run = run("quickstart", "--dir", "my first steps", "--json");
    assertThat(run.code()).isZero();
    assertThat(last(run).get("test").get("accuracy").asDouble()).isGreaterThanOrEqualTo(0.97);
    assertThat(run.err()).noneMatch(line -> line.contains("WARN"));
    assertThat(run("inspect", "my first steps/model").code()).isZero();
  }

  @Test
  void examplesAreListedAndLearn() throws Exception {
    Run list = run("example");
    assertThat(list.code()).isZero();
    assertThat(list.out()).hasSize(11).anyMatch(line -> line.startsWith("xor "));
    Run run = quick("example", "xor", "--dir", "my xor", "--json");
    assertThat(run.code()).isZero();
    assertThat(last(run).get("test").get("accuracy").asDouble()).isEqualTo(1);
    assertThat(run.err()).noneMatch(line -> line.contains("WARN"));
    assertThat(run("inspect", "my xor/model").code()).isZero();
    // Without --dir its own configuration finds what it wrote.
    assertThat(quick("example", "and").code()).isZero();
    Run again = quick("train", "--config", ROOT.resolve("conf/examples/and.conf").toString());
    assertThat(again.code()).isZero();
    assertThat(run("example", "xr").code()).isEqualTo(2);
  }

  @Test
  void satisfiesShellcheck() throws Exception {
    shellcheck(SCRIPT);
    shellcheck(ROOT.resolve("bin/bench"));
    shellcheck(ROOT.resolve(".ci/run"));
  }

  static void shellcheck(Path script) throws IOException, InterruptedException {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .anyMatch(folder -> new File(folder, "shellcheck").canExecute()));
    Process check =
        new ProcessBuilder("shellcheck", script.toString()).redirectErrorStream(true).start();
    assertThat(new String(check.getInputStream().readAllBytes())).isEmpty();
    assertThat(check.waitFor()).isZero();
  }

  private static JsonNode last(Run run) throws IOException {
    return new ObjectMapper().readTree(run.out().get(run.out().size() - 1));
  }
}
