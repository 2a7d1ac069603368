package io.dendrite.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.config.Effect;
import io.dendrite.config.Key;
import io.dendrite.config.KeySample;
import io.dendrite.config.Keys;
import io.dendrite.data.DataException;
import io.dendrite.data.format.IdxWriter;
import io.dendrite.score.Metrics;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every key does something: one that decides bits moves them, or without it the run is refused; for
 * the others it is said here what is seen, and where.
 */
class KeyEffectTest extends TrainingTest {
  private static final Map<List<String>, String> SEEN = new HashMap<>();

  static Stream<KeySample> decisive() {
    return Keys.ALL.stream().filter(key -> key.effect() == Effect.BITS).map(KeySample::of);
  }

  /** Weights, or the first words of a refusal. */
  private String outcome(List<String> sets) throws IOException {
    String known = SEEN.get(sets);
    if (known != null) {
      return known;
    }
    String outcome;
    try {
      outcome = run(new Heard(), sets).weightsSha256();
    } catch (DataException | IllegalArgumentException e) {
      outcome = "refused: " + e.getMessage();
    }
    SEEN.put(sets, outcome);
    return outcome;
  }

  private TrainResult run(Heard heard, List<String> sets) throws IOException {
    List<String> all =
        new ArrayList<>(
            List.of(
                "data.train=ROWS",
                "train.batch=20",
                "train.epochs=2",
                "blas.library=java",
                "network.layers=[\"inner-product 4\", tanh, \"inner-product 3\"]"));
    all.addAll(sets);
    return train(heard, false, all.stream().map(this::withFiles).toArray(String[]::new));
  }

  private String withFiles(String set) {
    String[] halves = set.split("=", 2);
    try {
      return halves[0]
          + "="
          + switch (halves[1]) {
            case "ROWS" -> write("rows.csv", csv(60));
            case "UNLABELLED" -> write("unlabelled.csv", csv(40));
            case "BARE" -> write("bare.csv", csv(60).subList(1, 61));
            case "SEMICOLONS" ->
                write("s.csv", csv(60).stream().map(l -> l.replace(',', ';')).toList());
            case "LATIN" ->
                Files.write(
                    dir.resolve("latin.csv"),
                    csv(60).stream().map(l -> l.replaceAll(",x$", ",\u00e9")).toList(),
                    StandardCharsets.ISO_8859_1);
            case "QUOTES" ->
                write(
                    "q.csv",
                    csv(60).stream().map(l -> l.replaceFirst("^([-0-9.E]+)", "'$1'")).toList());
            case "BAD" ->
                write(
                    "bad.csv", Stream.concat(csv(60).stream(), Stream.of("x,1,1,1,1,x")).toList());
            case "NUMBERS" ->
                write(
                    "n.csv",
                    csv(60).stream()
                        .map(l -> l.replaceAll(",x$", ",1").replaceAll(",[yz]$", ",2"))
                        .toList());
            case "TABLE" -> table();
            case "SPARSE" -> sparse();
            case "CHECKPOINTS" -> dir.resolve("checkpoints");
            default -> halves[1];
          };
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** With names, a missing value, weights and a second label. */
  private Path table() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : csv(60)) {
      int row = lines.size();
      String more = row == 0 ? ",w,t" : "," + (row % 3 + 1) + ",l" + row % 3;
      lines.add((row == 7 ? line.replaceFirst("^[^,]*", "") : line) + more);
    }
    return write("table.csv", lines);
  }

  private Path sparse() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      lines.add(i % 3 + " " + (1 + i % 3) + ":1 " + (4 + i % 7) + ":" + (1 + i % 5) + " 20:0.3");
    }
    return write("rows.libsvm", lines);
  }

  @ParameterizedTest
  @MethodSource("decisive")
  void aKeyThatDecidesBitsMovesThem(KeySample sample) throws IOException {
    List<String> with = new ArrayList<>(sample.around());
    with.add(sample.set());
    String moved = outcome(with);
    String without = outcome(sample.around());
    assertThat(moved).as("with %s", sample).doesNotStartWith("refused");
    assertThat(moved).as("with %s, and without", sample).isNotEqualTo(without);
  }

  /** What is seen of a key that may change. */
  private interface Sight {
    void of(KeyEffectTest test) throws IOException;
  }

  private static final Map<String, Sight> SIGHTS = new HashMap<>();

  static {
    SIGHTS.put("data.train", test -> test.differs("data.train"));
    SIGHTS.put("data.partitions", test -> test.differs("data.partitions"));
    SIGHTS.put("train.epochs", test -> test.differs("train.epochs"));
    SIGHTS.put(
        "data.test",
        test -> {
          assertThat(test.run("data.test=ROWS").test()).isNotNull();
          assertThat(test.run().test()).isNull();
        });
    SIGHTS.put(
        "data.format",
        test -> {
          Path nameless = test.write("rows", csv(60));
          assertThat(test.run("data.train=" + nameless, "data.format=csv").steps()).isPositive();
          assertThatThrownBy(() -> test.run("data.train=" + nameless))
              .hasMessageContaining("data.format");
        });
    SIGHTS.put("data.options", test -> seenIn("SourcesTest", "data.options="));
    SIGHTS.put("data.labels", test -> test.labelsElsewhere());
    SIGHTS.put(
        "train.engine",
        test -> {
          assertThat(test.engine("tree")).isNotEqualTo(test.engine("allreduce"));
        });
    SIGHTS.put("train.timeout", test -> seenIn("AllReduceFaultTest", "train.timeout="));
    SIGHTS.put("train.maxTime", test -> seenIn("ResumeTest", "train.maxTime="));
    SIGHTS.put("train.stop.metric", test -> test.anotherMetricIsWatched());
    SIGHTS.put(
        "train.stop.patience",
        test -> {
          String[] stops = {"train.epochs=40", "train.optimizer.rate=1e-9", "data.validation=0.3"};
          assertThat(
                  test.run(with(stops, "train.stop.patience=1", "train.stop.metric=accuracy"))
                      .epochs())
              .isLessThan(40);
          assertThat(test.run(stops).epochs()).isEqualTo(40);
        });
    SIGHTS.put(
        "checkpoint.dir",
        test -> {
          assertThat(test.run("checkpoint.dir=CHECKPOINTS").checkpoint()).isNotNull();
          assertThat(test.run().checkpoint()).isNull();
        });
    SIGHTS.put(
        "checkpoint.every",
        test ->
            assertThat(test.saved("checkpoint.every=1 steps"))
                .isGreaterThan(test.saved("checkpoint.every=1 epoch")));
    SIGHTS.put("checkpoint.keep", test -> assertThat(test.kept(4)).isGreaterThan(test.kept(1)));
    SIGHTS.put("checkpoint.onFailure", test -> seenIn("HdfsFaultTest", "checkpoint.onFailure="));
    SIGHTS.put(
        "model.dir",
        test -> {
          Path elsewhere = test.dir.resolve("elsewhere");
          test.run("model.dir=" + elsewhere);
          assertThat(elsewhere.resolve("model.json")).exists();
        });
    SIGHTS.put(
        "blas.library",
        test ->
            assertThat(test.run("blas.library=bundled").blas()).isNotEqualTo(test.run().blas()));
    SIGHTS.put(
        "blas.require",
        test ->
            assertThatThrownBy(() -> test.run("blas.require=native"))
                .hasMessageContaining("blas.require"));
  }

  private TrainResult run(String... sets) throws IOException {
    return run(new Heard(), List.of(sets));
  }

  private void differs(String name) throws IOException {
    KeySample sample = KeySample.of(Keys.of(name));
    List<String> with = new ArrayList<>(sample.around());
    with.add(sample.set());
    assertThat(outcome(with)).isNotEqualTo(outcome(sample.around()));
  }

  private String engine(String name) throws IOException {
    List<String> engines = new ArrayList<>();
    Heard heard =
        new Heard() {
          @Override
          public void started(RunInfo info) {
            engines.add(info.engine());
          }
        };
    run(heard, List.of("train.engine=" + name));
    return engines.get(0);
  }

  private int saved(String... sets) throws IOException {
    Heard heard = new Heard();
    Path checkpoints = Files.createTempDirectory(dir, "saved");
    run(heard, Arrays.asList(with(sets, "checkpoint.dir=" + checkpoints)));
    return heard.saved.size();
  }

  private long kept(int keep) throws IOException {
    Path checkpoints = Files.createTempDirectory(dir, "kept");
    run("checkpoint.dir=" + checkpoints, "checkpoint.every=1 steps", "checkpoint.keep=" + keep);
    try (Stream<Path> files = Files.list(checkpoints)) {
      return files.filter(f -> f.toString().endsWith(".safetensors")).count();
    }
  }

  private void labelsElsewhere() throws IOException {
    Path images = dir.resolve("rows-images-idx3-ubyte");
    try (OutputStream out = Files.newOutputStream(images)) {
      IdxWriter.images(out, 60, 2, 2, new byte[240]);
    }
    Path labels = dir.resolve("elsewhere.bin");
    try (OutputStream out = Files.newOutputStream(labels)) {
      byte[] classes = new byte[60];
      for (int i = 0; i < 60; i++) {
        classes[i] = (byte) (i % 3);
      }
      IdxWriter.labels(out, classes);
    }
    String train = "data.train=" + images;
    assertThat(run(train, "data.label=", "data.labels=" + labels).steps()).isPositive();
    assertThatThrownBy(() -> run(train, "data.label=")).hasMessageContaining("data.labels");
  }

  /** The second epoch has less loss, and no better accuracy. */
  private void anotherMetricIsWatched() {
    Map<String, Integer> since = new HashMap<>();
    for (String metric : List.of("loss", "accuracy")) {
      EarlyStopping stopping =
          EarlyStopping.of(config("data.train=rows.csv", "train.stop.metric=" + metric));
      stopping.see(metrics(2, 0.5), 1, new float[0]);
      stopping.see(metrics(1, 0.5), 2, new float[0]);
      since.put(metric, stopping.epochsSince);
    }
    assertThat(since).isEqualTo(Map.of("loss", 0, "accuracy", 1));
  }

  private static Metrics metrics(double loss, double accuracy) {
    return new Metrics(1, Map.of("loss", loss, "accuracy", accuracy), null, null);
  }

  /** A test of its own sets the key and looks at what comes of it. */
  private static void seenIn(String test, String key) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      Path file = files.filter(f -> f.endsWith(test + ".java")).findFirst().orElseThrow();
      assertThat(file).content().contains(key);
    }
  }

  static Stream<String> others() {
    return Keys.ALL.stream().filter(key -> key.effect() != Effect.BITS).map(Key::name);
  }

  @ParameterizedTest
  @MethodSource("others")
  void aKeyThatMayChangeDoesSomething(String name) throws IOException {
    Sight sight = SIGHTS.get(name);
    assertThat(sight).as("KeyEffectTest says what is seen of %s", name).isNotNull();
    sight.of(this);
  }

  @Test
  void nothingIsSeenOfKeysThatAreNot() {
    assertThat(new TreeSet<>(SIGHTS.keySet())).isEqualTo(new TreeSet<>(others().toList()));
  }
}
