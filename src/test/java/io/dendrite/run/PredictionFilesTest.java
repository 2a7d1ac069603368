package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dendrite.config.Configs;
import io.dendrite.data.format.CsvFormat;
import io.dendrite.input.SparkTest;
import io.dendrite.model.TrainedModel;
import io.dendrite.score.Metrics;
import io.dendrite.score.ModelScoring;
import io.dendrite.score.PredictionFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Fields of any text come back from the CSV that prediction writes, in every reader. */
class PredictionFilesTest extends SparkTest {
  private static final String[] TEXTS = {
    "a", "b", "\"", "'", ",", ";", "\t", " ", "\\", "#", "é", "|", "\\n", "NA", "0"
  };

  private record Dialect(char delimiter, char quote, boolean header) {
    String field(String text) {
      boolean plain = text.indexOf(delimiter) < 0 && text.indexOf(quote) < 0;
      String q = String.valueOf(quote);
      return plain ? text : q + text.replace(q, q + q) + q;
    }

    String line(List<String> fields) {
      return String.join(String.valueOf(delimiter), fields.stream().map(this::field).toList());
    }
  }

  private static String text(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(TEXTS[random.nextInt(TEXTS.length)]);
    }
    return text.toString();
  }

  /** Rows of a number, two texts and a class whose name is any text. */
  private static List<List<String>> rows(SplittableRandom random, String[] classes) {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      rows.add(
          List.of(
              Integer.toString(random.nextInt(100)),
              text(random),
              text(random),
              classes[i % classes.length]));
    }
    return rows;
  }

  @Test
  void everyFieldComesBack() throws Exception {
    SplittableRandom random = new SplittableRandom(4);
    int n = 0;
    for (char delimiter : new char[] {',', ';', '\t'}) {
      for (char quote : new char[] {'"', '\''}) {
        for (boolean header : new boolean[] {true, false}) {
          check(new Dialect(delimiter, quote, header), random, n++);
        }
      }
    }
  }

  @Test
  void theOutputIsReadWithTheSettingsOfTheInput() throws Exception {
    for (String name : List.of("iso-8859-1", "windows-1252", "utf-16le", "auto")) {
      Charset charset = name.equals("auto") ? StandardCharsets.UTF_8 : Charset.forName(name);
      List<String> lines = new ArrayList<>(List.of("x,größe"));
      for (int i = 0; i < 40; i++) {
        lines.add(i + (i % 2 == 0 ? ",Ä" : ",ö"));
      }
      Path input = Files.write(dir.resolve(name + ".csv"), lines, charset);
      List<String> sets =
          List.of(
              "data.train=" + input,
              "data.label=größe",
              "data.encoding=" + name,
              "network.layers=[\"inner-product 2\"]",
              "train.epochs=1",
              "model.dir=" + dir.resolve("model-" + name));
      ModelScoring scoring = trained(sets, dir.resolve("model-" + name));
      Path out = dir.resolve("out-" + name);
      PredictionFiles.write(scoring, input.toString(), out.toString(), "csv", Map.of());
      assertThat(Files.readString(parts(out).get(0), charset)).startsWith("x,größe,prediction,");
      assertThat(scoring.evaluate(out.toString()).summary())
          .isEqualTo(scoring.evaluate(input.toString()).summary());
    }
  }

  /**
   * A row with a bad byte in a column that the model does not use keeps the other rows in place.
   */
  @Test
  void aBadRowIsLeftOutWithItsFields() throws Exception {
    List<String> lines = new ArrayList<>(List.of("x,note,class"));
    for (int i = 0; i < 20; i++) {
      lines.add(i + "," + (i == 7 ? "\u00e9" : "n" + i) + "," + (i % 2 == 0 ? "a" : "b"));
    }
    Path input = Files.write(dir.resolve("odd.csv"), lines, StandardCharsets.ISO_8859_1);
    List<String> sets =
        List.of(
            "data.train=" + input,
            "data.label=class",
            "data.features=[x]",
            "data.badRows=skip",
            "network.layers=[\"inner-product 2\"]",
            "train.epochs=1",
            "model.dir=" + dir.resolve("odd"));
    ModelScoring scoring = trained(sets, dir.resolve("odd"));
    Path out = dir.resolve("odd-out");
    assertThat(PredictionFiles.write(scoring, input.toString(), out.toString(), "csv", Map.of()))
        .isEqualTo(19);
    for (String line : Files.readAllLines(parts(out).get(0)).subList(1, 20)) {
      String[] fields = line.split(",");
      assertThat(fields[1]).isEqualTo("n" + fields[0]);
    }
  }

  private ModelScoring trained(List<String> sets, Path model) throws IOException {
    new Trainer(SPARK, Configs.of(sets), new RunListener() {}).run(false, null);
    return new ModelScoring(
        SPARK,
        TrainedModel.load(model.toString(), SPARK.sparkContext().hadoopConfiguration()),
        Configs.of(sets).data(),
        "java",
        new RunListener() {});
  }

  private void check(Dialect dialect, SplittableRandom random, int n) throws Exception {
    String[] classes = {"it's \"one\"", "two, or; three\\", "z"};
    List<String> names = List.of("x", " the \"first\", text", "it's 2nd; text", "class");
    List<List<String>> rows = rows(random, classes);
    List<String> lines = new ArrayList<>(rows.stream().map(dialect::line).toList());
    if (dialect.header()) {
      lines.add(0, dialect.line(names));
    }
    Path input = write("rows" + n + ".csv", lines);
    List<String> sets =
        List.of(
            "data.train=" + input,
            "data.label=" + (dialect.header() ? "class" : "3"),
            "data.features=[" + (dialect.header() ? "x" : "\"0\"") + "]",
            "data.header=" + dialect.header(),
            "data.delimiter=" + dialect.delimiter(),
            "data.quote=" + dialect.quote(),
            "data.validation=0",
            "network.layers=[\"inner-product 3\"]",
            "train.epochs=1",
            "model.dir=" + dir.resolve("model" + n));
    ModelScoring scoring = trained(sets, dir.resolve("model" + n));
    Path out = dir.resolve("out" + n);
    assertThat(PredictionFiles.write(scoring, input.toString(), out.toString(), "csv", Map.of()))
        .isEqualTo(rows.size());
    List<String> added = new ArrayList<>(List.of("prediction"));
    new TreeSet<>(Arrays.asList(classes)).forEach(name -> added.add("probability_" + name));
    List<List<String>> ours = new ArrayList<>();
    for (Path part : parts(out)) {
      for (String line : Files.readAllLines(part)) {
        ours.add(
            CsvFormat.fields(
                line.getBytes(StandardCharsets.UTF_8), dialect.delimiter(), dialect.quote()));
      }
    }
    requireRows(ours, dialect, names, added, rows);
    requireRows(spark(out, dialect), dialect, names, added, rows);
    List<List<String>> python = python(parts(out), dialect);
    if (python != null) {
      requireRows(python, dialect, names, added, rows);
    }
    Metrics again = scoring.evaluate(out.toString());
    assertThat(again.summary()).isEqualTo(scoring.evaluate(input.toString()).summary());
  }

  private static void requireRows(
      List<List<String>> found,
      Dialect dialect,
      List<String> names,
      List<String> added,
      List<List<String>> rows) {
    int first = dialect.header() ? 1 : 0;
    assertThat(found).hasSize(rows.size() + first);
    if (dialect.header()) {
      List<String> all = new ArrayList<>(names.stream().map(String::strip).toList());
      all.addAll(added);
      assertThat(found.get(0)).isEqualTo(all);
    }
    for (int i = 0; i < rows.size(); i++) {
      assertThat(found.get(first + i)).hasSize(4 + added.size());
      assertThat(found.get(first + i).subList(0, 4)).isEqualTo(rows.get(i));
    }
  }

  private static List<Path> parts(Path out) throws IOException {
    try (Stream<Path> files = Files.list(out)) {
      return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
  }

  private static List<List<String>> spark(Path out, Dialect dialect) {
    List<List<String>> found = new ArrayList<>();
    org.apache.spark.sql.Dataset<Row> table =
        SPARK
            .read()
            .option("header", dialect.header())
            .option("sep", String.valueOf(dialect.delimiter()))
            .option("quote", String.valueOf(dialect.quote()))
            .option("escape", String.valueOf(dialect.quote()))
            .option("multiLine", true)
            .csv(out.toString());
    if (dialect.header()) {
      found.add(List.of(table.columns()));
    }
    for (Row row : table.collectAsList()) {
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < row.length(); i++) {
        fields.add(row.isNullAt(i) ? "" : row.getString(i));
      }
      found.add(fields);
    }
    return found;
  }

  /** The rows as Python's csv module reads them; null if there is no Python here. */
  private static List<List<String>> python(List<Path> parts, Dialect dialect)
      throws IOException, InterruptedException {
    String program =
        "import csv,json,sys\nrows=[]\nfor f in sys.argv[3:]:\n rows+=list(csv.reader(open(f,newline='',encoding='utf-8'),delimiter=sys.argv[1],quotechar=sys.argv[2]))\nsys.stdout.buffer.write(json.dumps(rows).encode())\n";
    List<String> command =
        new ArrayList<>(
            List.of(
                "python3",
                "-c",
                program,
                String.valueOf(dialect.delimiter()),
                String.valueOf(dialect.quote())));
    parts.forEach(part -> command.add(part.toString()));
    Process process;
    try {
      process = new ProcessBuilder(command).start();
    } catch (IOException e) {
      System.err.println("SKIPPED: no python3 here; its csv module was not tried");
      return null;
    }
    byte[] json = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isZero();
    List<List<String>> rows = new ArrayList<>();
    new ObjectMapper()
        .readTree(json)
        .forEach(
            row -> {
              List<String> fields = new ArrayList<>();
              row.forEach(field -> fields.add(field.asText()));
              rows.add(fields);
            });
    return rows;
  }
}
