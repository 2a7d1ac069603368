package io.dendrite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package DAG: what each package may see of ours and of others. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.dendrite");

  private static final Map<String, Set<String>> MAY_SEE =
      Map.ofEntries(
          Map.entry("math", Set.of()),
          Map.entry("nn", Set.of("math")),
          Map.entry("net", Set.of("nn", "math")),
          Map.entry("optim", Set.of("math")),
          Map.entry("data", Set.of("math")),
          Map.entry("checkpoint", Set.of("net", "optim")),
          Map.entry("wire", Set.of()),
          Map.entry("train", Set.of("math", "net", "optim", "data", "checkpoint", "wire")),
          Map.entry(
              "ml",
              Set.of(
                  "math", "nn", "net", "optim", "data", "checkpoint", "train", "export", "report")),
          Map.entry("export", Set.of("net", "checkpoint")),
          Map.entry("report", Set.of("train")),
          Map.entry(
              "cli",
              Set.of(
                  "math",
                  "nn",
                  "net",
                  "optim",
                  "data",
                  "checkpoint",
                  "train",
                  "export",
                  "report")));

  private static void check(String from, String... unseen) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unseen)
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void packagesSeeOnlyTheOnesBelow() {
    MAY_SEE.forEach(
        (name, seen) -> {
          String[] unseen =
              MAY_SEE.keySet().stream()
                  .filter(other -> !other.equals(name) && !seen.contains(other))
                  .map(other -> "io.dendrite." + other + "..")
                  .toArray(String[]::new);
          check("io.dendrite." + name + "..", unseen);
          if (!name.equals("train")) {
            check("io.dendrite." + name + "..", "io.dendrite.f64..");
          }
        });
  }

  /**
   * The double twin has the same order; of the original it sees only the library loader. Only
   * {@code train} sees it.
   */
  @Test
  void theTwinSeesOnlyTheTwin() {
    check("io.dendrite.f64.math..", "io.dendrite.f64.nn..", "io.dendrite.f64.net..");
    check("io.dendrite.f64.nn..", "io.dendrite.f64.net..");
    check("io.dendrite.f64..", "io.dendrite.nn..", "io.dendrite.net..", "org.apache..");
  }

  @Test
  void theCoreNeverSeesSparkOrHadoop() {
    for (String name : List.of("math", "nn", "net", "optim", "data")) {
      check("io.dendrite." + name + "..", "org.apache..", "com.fasterxml..");
    }
    // Breeze, which optim alone may see, is written in Scala.
    for (String name : List.of("math", "nn", "net", "data")) {
      check("io.dendrite." + name + "..", "breeze..", "scala..");
    }
    check("io.dendrite.checkpoint..", "org.apache.spark..", "scala..");
  }

  @Test
  void theRulesCanFail() {
    assertThatThrownBy(() -> check("io.dendrite.net..", "io.dendrite.nn.."))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("io.dendrite.net.Workspace");
  }

  @Test
  void filesStayShort() throws Exception {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        assertThat(Files.readAllLines(file)).as("%s", file).hasSizeLessThan(300);
      }
    }
  }
}
