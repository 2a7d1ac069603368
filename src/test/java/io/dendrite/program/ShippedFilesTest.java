package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.spark.deploy.SparkSubmitArguments;
import org.apache.spark.internal.config.ConfigEntry;
import org.apache.spark.internal.config.Network$;
import org.apache.spark.internal.config.package$;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

/** What users are given: the jar, its list of contents, settings and lines to type. */
@Tag("cluster")
class ShippedFilesTest {
  private static final Path ROOT = Program.ROOT;

  /** Everything but Spark, and nothing that would stand beside Spark's own. */
  @Test
  void theJarHoldsWhatItsListSays() throws IOException {
    Set<String> homes;
    try (JarFile jar = new JarFile(Program.jar().toFile())) {
      homes =
          jar.stream()
              .map(entry -> entry.getName())
              .filter(name -> name.endsWith(".class") || name.contains(".so"))
              .map(name -> name.replaceFirst("^(io/dendrite/shaded/\\w+|\\w+/\\w+).*", "$1"))
              .collect(Collectors.toCollection(TreeSet::new));
    }
    assertThat(homes)
        .containsExactly(
            "io/dendrite",
            "io/dendrite/shaded/config",
            "io/dendrite/shaded/picocli",
            "org/bytedeco");
    JsonNode list = new ObjectMapper().readTree(ROOT.resolve("target/dendrite-sbom.json").toFile());
    assertThat(list.get("bomFormat").asText()).isEqualTo("CycloneDX");
    Set<String> names = new TreeSet<>();
    for (JsonNode component : list.get("components")) {
      assertThat(component.get("licenses").isEmpty()).as("%s has a licence", component).isFalse();
      names.add(component.get("group").asText() + ":" + component.get("name").asText());
    }
    assertThat(names)
        .containsExactly(
            "com.typesafe:config",
            "info.picocli:picocli",
            "org.bytedeco:javacpp",
            "org.bytedeco:openblas");
  }

  @Test
  void sparkKnowsTheSettingsOfTheTemplates() throws IOException {
    // Entries are known once the objects that hold them are.
    assertThat(package$.MODULE$.DRIVER_MEMORY().key()).isEqualTo("spark.driver.memory");
    assertThat(Network$.MODULE$.NETWORK_TIMEOUT().key()).isEqualTo("spark.network.timeout");
    for (String file : List.of("conf/spark-defaults.conf.template", "docker/spark-defaults.conf")) {
      List<String> settings =
          Files.readAllLines(ROOT.resolve(file)).stream()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .toList();
      assertThat(settings).hasSizeGreaterThan(3);
      for (String setting : settings) {
        String[] words = setting.split("\\s+", 2);
        ConfigEntry<?> entry = ConfigEntry.findEntry(words[0]);
        assertThat(entry).as("%s: %s", file, words[0]).isNotNull();
        assertThat(entry.valueConverter().apply(words[1])).isNotNull();
      }
    }
  }

  /** The lines for spark-submit in the README, as spark-submit reads them. */
  @Test
  void sparkSubmitTakesTheLinesOfTheReadme() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md")).replace("\\\n", " ");
    Matcher lines = Pattern.compile("(?m)^spark-submit (.*--class .*)$").matcher(readme);
    List<String> masters = new ArrayList<>();
    scala.collection.immutable.Map<String, String> environment =
        scala.collection.immutable.Map$.MODULE$
            .<String, String>empty()
            .updated("HADOOP_CONF_DIR", "conf");
    while (lines.find()) {
      List<String> words = List.of(lines.group(1).trim().split("\\s+"));
      SparkSubmitArguments read =
          new SparkSubmitArguments(CollectionConverters.asScala(words).toSeq(), environment);
      assertThat(read.mainClass()).isEqualTo("io.dendrite.cli.Main");
      assertThat(read.primaryResource()).endsWith("/" + Program.jar().getFileName());
      assertThat(CollectionConverters.asJava(read.childArgs())).startsWith("train", "--config");
      masters.add(read.master());
    }
    assertThat(masters)
        .hasSizeGreaterThanOrEqualTo(3)
        .anyMatch("yarn"::equals)
        .anyMatch(master -> master != null && master.startsWith("k8s://"));
  }
}
