package io.dendrite.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Words that must not get out, and words that look like something else. */
@Tag("cluster")
class TextTest {
  @TempDir Path dir;

  private static final String SECRET = "5ecReT-vaLue";

  private List<String> train(Path data, String... more) {
    List<String> args =
        new ArrayList<>(
            List.of(
                "train", "--json",
                "--set", "data.train=" + data,
                "--set", "data.label=label",
                "--set", "network.layers=[\"inner-product 3\"]",
                "--set", "train.epochs=2",
                "--set", "train.batch=10"));
    args.addAll(List.of(more));
    return args;
  }

  private Path rows(Path file, String header, String... labels) throws IOException {
    List<String> lines = new ArrayList<>(List.of(header));
    for (int i = 0; i < 90; i++) {
      lines.add(i % 3 + "," + i % 7 + "," + labels[i % labels.length]);
    }
    Files.createDirectories(file.getParent());
    return Files.write(file, lines);
  }

  /** The only kind of file whose labels may have line breaks. */
  private static Path parquet(Path file, List<String> features, String... labels)
      throws IOException {
    Types.MessageTypeBuilder columns = Types.buildMessage();
    features.forEach(name -> columns.required(PrimitiveTypeName.DOUBLE).named(name));
    MessageType type =
        columns
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("label")
            .named("rows");
    try (ParquetWriter<Group> out =
        ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(type).build()) {
      for (int i = 0; i < 90; i++) {
        Group row = new SimpleGroup(type);
        for (String name : features) {
          row.append(name, (double) (i % (2 + name.length())));
        }
        out.write(row.append("label", labels[i % labels.length]));
      }
    }
    return file;
  }

  @Test
  void secretsAppearNowhere() throws Exception {
    secretsAppearNowhere(
        List.of(
            "--conf", "spark.authenticate=true", "--conf", "spark.authenticate.secret=" + SECRET));
  }

  /**
   * Nor in what master, workers and executors write. (The secret between Spark's processes would
   * have to be the master's too.)
   */
  @Test
  void secretsAppearNowhereOnACluster() throws Exception {
    StandaloneCluster cluster = StandaloneCluster.shared();
    List<Path> before = logs(cluster);
    secretsAppearNowhere(cluster.options(2));
    List<Path> all = logs(cluster);
    assertThat(all.stream().filter(log -> log.endsWith("stderr") && !before.contains(log)).toList())
        .as("of two executors at least")
        .hasSizeGreaterThanOrEqualTo(2)
        .allMatch(log -> log.toFile().length() > 0);
    requireWithout(all);
  }

  private static List<Path> logs(StandaloneCluster cluster) throws IOException {
    return files(cluster.dir())
        .filter(file -> file.toString().matches(".*(\\.log|/stdout|/stderr)"))
        .toList();
  }

  private static Stream<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static void requireWithout(List<Path> files) throws IOException {
    for (Path file : files) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      assertThat(text.contains(SECRET)).as("the secret is in %s", file).isFalse();
    }
  }

  private void secretsAppearNowhere(List<String> more) throws Exception {
    Path events = Files.createDirectory(dir.resolve("events"));
    List<String> args =
        train(
            rows(dir.resolve("rows.csv"), "x,y,label", "a", "b", "c"),
            "--set",
            "model.dir=" + dir.resolve("model"),
            "--set",
            "checkpoint.dir=" + dir.resolve("checkpoints"),
            "--verbose",
            "--conf",
            "spark.hadoop.fs.s3a.secret.key=" + SECRET,
            "--conf",
            "spark.hadoop.fs.azure.account.key.ann=" + SECRET,
            "--conf",
            "spark.eventLog.enabled=true",
            "--conf",
            "spark.eventLog.dir=file://" + events,
            "--conf",
            "spark.eventLog.compress=false");
    args.addAll(more);
    assertThat(Program.run(dir, args.toArray(String[]::new)).exitCode()).isZero();
    args.addAll(List.of("--set", "data.train=" + dir.resolve("none.csv"), "--resume"));
    assertThat(Program.run(dir, args.toArray(String[]::new)).exitCode()).isEqualTo(1);
    // Output, events, checkpoints and model are among them.
    List<Path> all = files(dir).toList();
    assertThat(all).hasSizeGreaterThan(8);
    requireWithout(all);
    StringBuilder logs = new StringBuilder();
    try (Stream<Path> files = Files.walk(events)) {
      for (Path log : files.filter(Files::isRegularFile).toList()) {
        logs.append(Files.readString(log));
      }
    }
    // Spark knew it.
    assertThat(logs.toString()).containsPattern("fs.s3a.secret.key\":\"\\*\\*\\*\\*");
  }

  /** A line break in a path or an escape sequence in a label moves no cursor. */
  private static void requirePlain(Program run) throws IOException {
    assertThat(run.out() + run.err())
        .doesNotContain("\u001b", "\r")
        .doesNotContainPattern("(?m)^not ours");
  }

  @Test
  void namesAreTextAndNothingElse() throws Exception {
    Path home =
        dir.resolve("a b, ü; <script>alert('1')</script> $HOME `id`\nnot ours".replace("/", "|"));
    Path csv =
        rows(
            home.resolve("rows #1%20.csv"),
            "<x>,\"y, 2\",label",
            "<b>&amp;</b>",
            "\"näh, 1\"",
            "$(id) 雪",
            "\u001b[31mred");
    Path data =
        parquet(
            home.resolve("rows #1%20.parquet"),
            List.of("<x>", "y, 2"),
            "<b>&amp;</b>",
            "näh, 1",
            "$(id) 雪",
            "\u001b[31mred",
            "two\nnot ours");
    Path model = home.resolve("mo del");
    List<String> args =
        train(data, "--set", "model.dir=" + model, "--set", "network.layers=[\"inner-product 5\"]");
    Program run = Program.run(dir, args.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    requirePlain(run);
    Program evaluated = Program.run(dir, "evaluate", "--model", "" + model, "--data", "" + csv);
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(evaluated.out())
        .contains("<b>&amp;</b>", "näh, 1", "$(id) 雪", "\\u001b[31mred", "two\\nnot ours");
    requirePlain(evaluated);
    Path out = home.resolve("predicted.csv");
    Program predicted =
        Program.run(dir, "predict", "--model", "" + model, "--data", "" + data, "--out", "" + out);
    assertThat(predicted.exitCode()).as(predicted.err()).isZero();
    assertThat(predicted.out()).startsWith("wrote 90 rows to ");
    requirePlain(predicted);
    StringBuilder written = new StringBuilder();
    try (Stream<Path> parts = Files.walk(out)) {
      for (Path part : parts.filter(file -> file.toString().endsWith(".csv")).toList()) {
        if (Files.isRegularFile(part)) {
          written.append(Files.readString(part));
        }
      }
    }
    assertThat(written.toString())
        .contains("\"näh, 1\"", "<b>&amp;</b>", "$(id) 雪", "\"two\nnot ours\"");
    Program inspected = Program.run(dir, "inspect", "" + model);
    assertThat(inspected.exitCode()).isZero();
    requirePlain(inspected);
    Program refused = Program.run(dir, "inspect", home + "/none");
    assertThat(refused.exitCode()).isEqualTo(1);
    requirePlain(refused);
    assertThat(refused.err().strip().lines()).hasSize(1);
    assertThat(refused.err()).contains("\\nnot ours/none does not exist");
  }
}
