package io.dendrite.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.cli.demo.Demonstration;
import io.dendrite.cli.demo.Examples;
import io.dendrite.cli.demo.GeneratedFile;
import io.dendrite.cli.demo.HomeDirectory;
import io.dendrite.config.TrainConfig;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemonstrationsTest {
  @TempDir Path temp;

  private static Demonstration of(String command, String text) {
    GeneratedFile a = new GeneratedFile("a.csv", text, out -> out.write(text.getBytes()));
    GeneratedFile b = new GeneratedFile("b.csv", "rows", out -> out.write(1));
    return new Demonstration(command, "quickstart.conf", "dendrite-quickstart", List.of(a, b));
  }

  private static HomeDirectory home(Path dir) {
    return new HomeDirectory(dir.toString(), new org.apache.hadoop.conf.Configuration());
  }

  @Test
  void usesItsOwnDirectoryAgain() throws Exception {
    Path dir = temp.resolve("q");
    of("quickstart", "x").writeFiles(home(dir));
    Files.writeString(dir.resolve("notes.txt"), "mine");
    Files.writeString(dir.resolve("a.csv"), "changed");
    of("quickstart", "x").writeFiles(home(dir));
    assertThat(dir.resolve("a.csv")).hasContent("changed");
    Files.delete(dir.resolve("b.csv"));
    of("quickstart", "x").writeFiles(home(dir));
    assertThat(dir.resolve("a.csv")).hasContent("x");
    assertThat(dir.resolve("b.csv")).exists();
    assertThat(dir.resolve("notes.txt")).hasContent("mine");
    of("quickstart", "y").writeFiles(home(dir));
    assertThat(dir.resolve("a.csv")).hasContent("y");
  }

  @Test
  void refusesWhatIsNotItsOwn() throws Exception {
    Files.writeString(temp.resolve("a.txt"), "x");
    refuses(of("quickstart", "x"), temp, "not from an earlier 'dendrite quickstart'");
    refuses(
        of("quickstart", "x"), temp.resolve("a.txt"), "not from an earlier 'dendrite quickstart'");
    Path xor = temp.resolve("xor");
    of("example xor", "x").writeFiles(home(xor));
    refuses(
        of("example or", "x"),
        xor,
        "not from an earlier 'dendrite example or'; name another directory");
  }

  private static void refuses(Demonstration demonstration, Path dir, String sentence) {
    assertThatThrownBy(() -> demonstration.writeFiles(home(dir)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void theDirectoryTakesThePlaceOfTheConfigurationsOwn() {
    TrainConfig config = of("quickstart", "x").trainConfig(home(temp));
    assertThat(config.modelDir()).isEqualTo("file://" + temp.resolve("model"));
    assertThat(config.data().test())
        .isEqualTo("file://" + temp.resolve("test-images-idx3-ubyte.gz"));
  }

  @Test
  void everyConfigurationIsAnExampleThatWritesWhatItNames() throws Exception {
    try (Stream<Path> files = Files.list(Path.of("conf/examples"))) {
      assertThat(files.map(file -> file.getFileName().toString().replace(".conf", "")))
          .containsExactlyInAnyOrderElementsOf(Examples.ALL.keySet());
    }
    for (Demonstration example : Examples.ALL.values()) {
      assertThat(example.title()).matches("[A-Z].{20,110}\\.");
      List<String> names = example.files().stream().map(GeneratedFile::name).toList();
      for (String key : List.of("data.train", "data.test")) {
        assertThat(names).contains(Path.of(example.path(key, home(temp))).getFileName().toString());
      }
      assertThat(example.path("model.dir", home(temp))).isEqualTo(temp + "/model");
      assertThat(example.trainConfig(home(temp)).network().layers()).isNotEmpty();
    }
  }

  @Test
  void examplesAreListed() {
    PrintStream out = System.out;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
      assertThat(Main.run(new String[] {"example"}, false)).isZero();
    } finally {
      System.setOut(out);
    }
    List<String> lines = said.toString(StandardCharsets.UTF_8).lines().toList();
    assertThat(lines).hasSize(11).allMatch(line -> line.matches("[a-z-]+ +[A-Z].*\\."));
    assertThat(Main.run(new String[] {"example", "xr"}, false)).isEqualTo(2);
  }
}
