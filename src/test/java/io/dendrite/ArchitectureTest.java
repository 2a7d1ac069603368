package io.dendrite;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The rooms of the house: what each package may see of ours and of others, in the program, its
 * tests and benchmarks.
 */
class ArchitectureTest {
  /** More files than this in a package, and it holds more than one idea. */
  private static final int MOST_FILES = 25;

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.dendrite");

  /** With tests and benchmarks. */
  private static final JavaClasses ALL = new ClassFileImporter().importPackages("io.dendrite");

  /** The rooms that each sees, from the lowest to the highest; it also sees what those see. */
  private static final Map<String, Set<String>> SEES =
      Map.ofEntries(
          Map.entry("math", Set.of()),
          Map.entry("nn", Set.of("math")),
          Map.entry("net", Set.of("nn")),
          Map.entry("optim", Set.of("math")),
          Map.entry("f64", Set.of("math")),
          Map.entry("wire", Set.of()),
          Map.entry("reduce", Set.of("math")),
          Map.entry("data", Set.of("math")),
          Map.entry("data.format", Set.of("data")),
          Map.entry("data.sample", Set.of("data.format")),
          Map.entry("checkpoint", Set.of("net", "optim")),
          Map.entry("config", Set.of("data.format", "net", "optim")),
          Map.entry("input", Set.of("config", "data.format")),
          Map.entry("shards", Set.of("input", "reduce")),
          Map.entry("task", Set.of("shards", "f64")),
          Map.entry("engine", Set.of("task")),
          Map.entry("allreduce", Set.of("engine", "wire")),
          Map.entry("memory", Set.of("engine")),
          Map.entry("model", Set.of("engine", "checkpoint")),
          Map.entry("score", Set.of("model")),
          Map.entry("run", Set.of("allreduce", "memory", "score")),
          Map.entry("explain", Set.of("run")),
          Map.entry("ml.param", Set.of("config")),
          Map.entry("ml", Set.of("run", "ml.param")),
          Map.entry("cli.demo", Set.of("config", "data.sample")),
          Map.entry("cli.text", Set.of("explain")),
          Map.entry("cli", Set.of("cli.demo", "cli.text")));

  /** What tests alone may see on top: the examples are trained, and whole programs are started. */
  private static final Map<String, Set<String>> TESTS_SEE =
      Map.of(
          "cli.demo", Set.of("run"),
          "f64", Set.of("net", "data.sample"),
          "net", Set.of("optim"),
          "run", Set.of("data.sample"),
          "program", Set.of("cli"),
          "bench", Set.of("explain", "data.sample", "ml", "program"));

  /** All that a room sees, itself included. */
  private static Set<String> seen(String room, boolean tests) {
    Set<String> seen = new TreeSet<>(Set.of(room));
    SEES.getOrDefault(room, Set.of()).forEach(lower -> seen.addAll(seen(lower, tests)));
    if (tests) {
      TESTS_SEE.getOrDefault(room, Set.of()).forEach(lower -> seen.addAll(seen(lower, true)));
    }
    return seen;
  }

  /**
   * Empty for the root package, where lies what is about all rooms. The double twin is one room.
   */
  private static String room(JavaClass type) {
    String name = type.getPackageName().replaceFirst("^io\\.dendrite\\.?", "");
    return name.startsWith("f64") ? "f64" : name.startsWith("bench") ? "bench" : name;
  }

  /** Each class of a room that sees one that the room may not, as sentences. */
  private static Set<String> violations(JavaClasses classes, boolean tests) {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : classes) {
      if (room(type).isEmpty()) {
        continue;
      }
      Set<String> seen = seen(room(type), tests);
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().startsWith("io.dendrite"))
          .filter(target -> !room(target).isEmpty() && !seen.contains(room(target)))
          .forEach(target -> found.add(type.getName() + " sees " + target.getName()));
    }
    return found;
  }

  private static void check(JavaClasses classes, String from, String... unseen) {
    noClasses()
        .that()
        .resideInAPackage(from)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(unseen)
        .check(classes);
  }

  @Test
  void roomsSeeOnlyTheOnesBelow() {
    assertThat(violations(PROGRAM, false)).isEmpty();
  }

  /** A test stands in the room that it tests. */
  @Test
  void testsAndBenchmarksKeepTheSameOrder() {
    assertThat(violations(ALL, true)).isEmpty();
  }

  @Test
  void everyRoomIsKnownAndThere() {
    Set<String> there = new TreeSet<>();
    PROGRAM.forEach(type -> there.add(room(type)));
    assertThat(there).isEqualTo(new TreeSet<>(SEES.keySet()));
    Set<String> tests = new TreeSet<>();
    ALL.forEach(type -> tests.add(room(type)));
    tests.removeAll(there);
    assertThat(tests).containsExactlyInAnyOrder("", "bench", "program");
  }

  /** The table itself has no cycle: each room's closure is finite and does not come back to it. */
  @Test
  void theTableHasNoCycle() {
    for (String room : SEES.keySet()) {
      for (String lower : SEES.get(room)) {
        assertThat(seen(lower, false)).as("%s, seen by %s", lower, room).doesNotContain(room);
      }
    }
  }

  /** The twin has the order of its original, of which it sees only the library loader. */
  @Test
  void theTwinSeesOnlyTheTwin() {
    check(PROGRAM, "io.dendrite.f64.math..", "io.dendrite.f64.nn..", "io.dendrite.f64.net..");
    check(PROGRAM, "io.dendrite.f64.nn..", "io.dendrite.f64.net..");
    check(PROGRAM, "io.dendrite.f64..", "io.dendrite.nn..", "io.dendrite.net..", "org.apache..");
  }

  @Test
  void theCoreNeverSeesSparkOrHadoop() {
    for (String name : List.of("math", "nn", "net", "optim", "data", "reduce")) {
      check(
          PROGRAM,
          "io.dendrite." + name + "..",
          "org.apache.spark..",
          "org.apache.hadoop..",
          "com.fasterxml..");
    }
    // Breeze, which optim alone may see, is written in Scala.
    for (String name : List.of("math", "nn", "net", "data", "reduce", "config")) {
      check(PROGRAM, "io.dendrite." + name + "..", "breeze..", "scala..");
    }
    for (String name : List.of("checkpoint", "config")) {
      check(PROGRAM, "io.dendrite." + name + "..", "org.apache.spark..", "scala..");
    }
  }

  /** So that what is left without the tag starts no session. */
  @Test
  void testsThatUseASparkSessionCarryItsTag() {
    Set<String> sessions =
        Set.of(
            "org.apache.spark.sql.SparkSession",
            "org.apache.spark.SparkContext",
            "org.apache.spark.api.java.JavaSparkContext");
    List<JavaClass> users =
        ALL.stream()
            .filter(type -> type.getSimpleName().endsWith("Test"))
            .filter(
                type ->
                    type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(used -> sessions.contains(used.getTargetClass().getName())))
            .toList();
    assertThat(users).hasSizeGreaterThan(10);
    assertThat(users).allMatch(type -> type.isAssignableTo("io.dendrite.input.SparkTest"));
  }

  @Test
  void theRulesCanFail() {
    assertThatThrownBy(() -> check(PROGRAM, "io.dendrite.net..", "io.dendrite.nn.."))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("io.dendrite.net.Workspace");
    JavaClasses programs = new ClassFileImporter().importPackages("io.dendrite.program");
    assertThat(violations(programs, false))
        .contains("io.dendrite.program.ClusterTest sees io.dendrite.data.sample.Digits");
  }

  /** But nn, which has a page for each op. */
  @Test
  void noRoomIsCrowded() throws IOException {
    Map<Path, Long> files = new TreeMap<>();
    for (Path file : javaFiles()) {
      if (!file.endsWith("package-info.java")) {
        files.merge(file.getParent(), 1L, Long::sum);
      }
    }
    files.forEach(
        (folder, count) -> {
          if (!folder.endsWith("nn")) {
            assertThat(count).as("files in %s", folder).isLessThanOrEqualTo(MOST_FILES);
          }
        });
  }

  @Test
  void everyRoomSaysWhatLivesInIt() throws IOException {
    Map<Path, Set<String>> rooms =
        javaFiles().stream()
            .collect(groupingBy(Path::getParent, mapping(f -> f.getFileName() + "", toSet())));
    rooms.forEach(
        (folder, names) -> {
          boolean written = folder.toString().contains("f64");
          assertThat(written || names.contains("package-info.java")).as("%s", folder).isTrue();
        });
  }

  private static List<Path> javaFiles() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files.filter(f -> f.toString().endsWith(".java")).toList();
    }
  }
}
