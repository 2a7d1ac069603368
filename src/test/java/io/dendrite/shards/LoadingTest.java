package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.config.Configs;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.RowBlock;
import io.dendrite.data.format.IdxWriter;
import io.dendrite.input.RowRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From files of every format to packed shards, and what is said of bad ones. */
class LoadingTest extends LoadedRows {
  @Test
  void csvWithWeightsCategoriesAndMissingValues() throws IOException {
    Path file =
        write(
            "rows.csv",
            List.of(
                "n,colour,label,w,m",
                "1,red,b,2,4",
                "-0.5,\"dark, blue\",a,0.5,",
                "1e2,red,b,1,6",
                "3,,a,1,5"));
    Map<String, Integer> rows =
        load(
            "data.train=" + file,
            "data.categorical=[colour]",
            "data.weight=w",
            "data.missing=mean");
    assertThat(rows)
        .containsOnlyKeys(
            "[1.0, 4.0, 0.0, 1.0] 1.0 2.0",
            "[-0.5, NaN, 1.0, 0.0] 0.0 0.5",
            "[100.0, 6.0, 0.0, 1.0] 1.0 1.0",
            "[3.0, 5.0, 0.0, 0.0] 0.0 1.0");
    try (TrainingData data =
        data(
            new Heard(),
            "data.train=" + file,
            "data.categorical=[colour]",
            "data.weight=w",
            "data.missing=mean")) {
      Encoding encoding = data.encoding();
      assertThat(encoding.names()).containsExactly("n", "m");
      assertThat(encoding.labels()).containsExactly("a", "b");
      assertThat(encoding.categories().get(0).values()).containsExactly("dark, blue", "red");
      assertThat(data.scaler().fill()[1]).isEqualTo(5f);
    }
  }

  @Test
  void csvWithoutHeaderAndWithTabs() throws IOException {
    Path file = write("rows.tsv", List.of("7\t1\t2", "8\t3\t4"));
    Map<String, Integer> rows =
        load("data.train=" + file, "data.header=false", "data.label=0", "data.delimiter=\\t");
    assertThat(rows).containsOnlyKeys("[1.0, 2.0] 0.0 1.0", "[3.0, 4.0] 1.0 1.0");
  }

  @Test
  void badCsvRowsAreNamedWithFileLineAndField() throws IOException {
    Path file = write("bad.csv", List.of("x,label", "1,a", "oops,b", "2,b", "3,b,4", "NaN,a"));
    refused(
        "bad.csv, line 3: column 1 (x): found \"oops\", expected a number (3 bad rows in all)",
        "data.train=" + file);
    Heard heard = new Heard();
    assertThat(load(heard, "data.train=" + file, "data.badRows=skip")).hasSize(2);
    assertThat(heard.notices)
        .singleElement()
        .asString()
        .contains("skipped 3 bad rows of 5")
        .contains("line 3");
    refused("no rows", "data.train=" + write("none.csv", List.of("x,label")));
    refused(
        "the label has the single value 'a'",
        "data.train=" + write("one.csv", List.of("x,label", "1,a", "2,a")));
    refused("all files are empty", "data.train=" + write("empty.csv", List.of()));
    refused("no such file or directory", "data.train=" + dir.resolve("missing.csv"));
    refused("no[such.csv: not a valid glob", "data.train=" + dir.resolve("no[such.csv"));
  }

  @Test
  void aPackedFileThatBreaksOffIsNamed() throws IOException {
    Path file = dir.resolve("rows.csv.gz");
    try (OutputStream out = new java.util.zip.GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(String.join("\n", csv(5000)).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    byte[] all = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(all, all.length / 2));
    refused("rows.csv.gz: cannot be read to its end", "data.train=" + file);
  }

  @Test
  void filesWithOtherColumnsAreRefused() throws IOException {
    write("d/a.csv", List.of("x,label", "1,a"));
    write("d/b.csv", List.of("label,x", "a,1"));
    refused(
        "b.csv: the header is \"label,x\", expected \"x,label\" as in the first file",
        "data.train=" + dir.resolve("d"));
    refused(
        "label column \"labl\" is not in the header; the nearest is \"label\"",
        "data.train=" + dir.resolve("d/a.csv"),
        "data.label=labl");
  }

  @Test
  void libsvmStaysSparse() throws IOException {
    Path file = write("rows.libsvm", List.of("+1 1:0.5 4:2", "-1 # nothing", "1 2:1 3:-1"));
    Map<String, Integer> rows = load("data.train=" + file);
    assertThat(rows)
        .containsOnlyKeys(
            "[0.5, 0.0, 0.0, 2.0] 1.0 1.0",
            "[0.0, 0.0, 0.0, 0.0] 0.0 1.0",
            "[0.0, 1.0, -1.0, 0.0] 1.0 1.0");
    refused(
        "bad.libsvm, line 2: feature 2: found \"1:3\", expected an index above 2",
        "data.train=" + write("bad.libsvm", List.of("1 1:1", "1 2:1 1:3")));
  }

  @Test
  void formatsAgreeOnTheBits() throws IOException {
    Path csv =
        write("rows.csv", List.of("a,b,c,label", "0,1,2,5", "3,0,0,6", "0,0,255,5", "3,0,0,6"));
    Path libsvm = write("rows.libsvm", List.of("5 3:255", "6 1:3", "6 1:3", "5 2:1 3:2"));
    Path images = dir.resolve("train-images-idx2-ubyte");
    try (OutputStream i = Files.newOutputStream(images);
        OutputStream l = Files.newOutputStream(dir.resolve("train-labels-idx1-ubyte"))) {
      IdxWriter.header(i, 4, 3);
      i.write(new byte[] {3, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, (byte) 255});
      IdxWriter.labels(l, new byte[] {6, 5, 6, 5});
    }
    List<String> fingerprints = new ArrayList<>();
    for (Path file : List.of(csv, libsvm, images)) {
      try (TrainingData data = data(new Heard(), "data.train=" + file)) {
        fingerprints.add(data.fingerprint());
        assertThat(data.encoding().labels()).containsExactly("5", "6");
      }
    }
    assertThat(fingerprints.get(1)).isEqualTo(fingerprints.get(0));
    assertThat(fingerprints.get(2)).isEqualTo(fingerprints.get(0));
  }

  @Test
  void brokenIdxFilesAreRefused() throws IOException {
    Path images = dir.resolve("x-images-idx3-ubyte");
    Path labels = dir.resolve("x-labels-idx1-ubyte");
    try (OutputStream i = Files.newOutputStream(images)) {
      IdxWriter.images(i, 3, 2, 2, new byte[12]);
    }
    refused("no labels found for", "data.train=" + images);
    try (OutputStream l = Files.newOutputStream(labels)) {
      IdxWriter.labels(l, new byte[] {1, 2});
    }
    refused("3 images, but 2 labels", "data.train=" + images);
    try (OutputStream l = Files.newOutputStream(labels)) {
      IdxWriter.labels(l, new byte[] {1, 2, 1});
    }
    assertThat(load("data.train=" + images)).hasSize(2);
    byte[] all = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(all, all.length - 1));
    refused("x-images-idx3-ubyte", "data.train=" + images);
    Files.write(images, new byte[] {0, 0, 8, 9, 1});
    refused("x-images-idx3-ubyte", "data.train=" + images);
  }

  @Test
  void columnsOfFormatsWithoutColumnsAreRefused() throws IOException {
    Path file = write("rows.libsvm", List.of("1 1:1", "2 2:1"));
    assertThatThrownBy(() -> load("data.train=" + file, "data.weight=w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is of format libsvm, which has none");
  }

  @Test
  void validationRowsAreTheSameWhateverTheSeed() throws IOException {
    Path file = write("rows.csv", csv(300));
    List<String> held = new ArrayList<>();
    for (String seed : List.of("train.seed=1", "train.seed=99")) {
      try (TrainingData data =
          data(
              new Heard(),
              "data.train=" + file,
              "data.validation=0.3",
              seed,
              "network.layers=[\"inner-product 3\"]")) {
        assertThat(data.validation().rows()).isBetween(60L, 120L);
        assertThat(data.train().rows() + data.validation().rows()).isEqualTo(300);
        held.add(data.fingerprint());
      }
    }
    assertThat(held.get(0)).isEqualTo(held.get(1));
  }

  @Test
  void aBlockRecomputedFromAChangedFileStopsTheRun() throws IOException {
    Path file = write("rows.csv", csv(300));
    try (TrainingData data =
        data(new Heard(), "data.train=" + file, "network.layers=[\"inner-product 3\"]")) {
      List<String> changed = csv(300);
      changed.set(7, "9,9,9,9,9,x");
      Files.write(file, changed);
      ShardedRows rows = data.train();
      try (RawRows raw =
          RawRows.read(
              SPARK,
              new RowRequest(
                  "data.train",
                  file.toString(),
                  "",
                  Configs.of(
                          List.of(
                              "data.train=" + file,
                              "data.label=label",
                              "network.layers=[\"inner-product 3\"]"))
                      .data(),
                  true,
                  true,
                  null,
                  false),
              notice -> {})) {
        ShardedRows again =
            RowLoader.load(
                raw, raw.learnEncoding(java.util.function.UnaryOperator.identity()), 3, 2);
        List<RowBlock> blocks = again.blocks().toJavaRDD().collect();
        assertThatThrownBy(
                () -> {
                  for (int shard = 0; shard < 3; shard++) {
                    rows.manifest().check(shard, 0, blocks.get(shard));
                  }
                })
            .isInstanceOf(DataException.class)
            .hasMessageContaining("the data changed while the run was going on: shard");
      }
    }
  }

  /** Their mean would be none, and a loss of 0 the best ever. */
  @Test
  void weightsThatSumToZeroAreRefused() throws IOException {
    String rows = "a,w,label\n1,0,x\n2,0,y\n3,0,x\n4,0,y\n";
    Path file = write("rows.csv", List.of(rows.split("\n")));
    refused(
        "the training rows of data.train have weights (data.weight = w) that sum to 0",
        "data.train=" + file,
        "data.weight=w");
    Path some = write("some.csv", List.of(rows.replace("3,0", "3,1").split("\n")));
    assertThat(load("data.train=" + some, "data.weight=w")).hasSize(4);
    refused(
        "the rows of data.test have weights",
        "data.train=" + some,
        "data.test=" + file,
        "data.weight=w");
  }

  /** A path that is there is read, whatever a glob of the same text would find. */
  @ParameterizedTest
  @ValueSource(strings = {"csv", "libsvm", "parquet"})
  void namesWithTheCharactersOfGlobsAreNames(String format) throws IOException {
    List<String> names =
        List.of("d[1]", "d1", "e{2}", "e2", "f?", "fx", "g*", "gx", "h^[1]", "{a,b}", "a", "b");
    for (int i = 0; i < names.size(); i++) {
      writeRow(dir.resolve("all"), names.get(i), format, i);
    }
    Map<String, Integer> all = load("data.train=" + dir.resolve("all"), "data.format=" + format);
    assertThat(all).hasSize(2 * names.size()).doesNotContainValue(2);
    for (int i = 0; i < names.size(); i++) {
      Path one = dir.resolve("all").resolve(names.get(i) + "." + format);
      Map<String, Integer> alone = load("data.train=" + one, "data.format=" + format);
      assertThat(alone).as("%s", one).hasSize(2);
      assertThat(alone.keySet().iterator().next()).startsWith("[" + (i + 1) + ".0]");
      // In a directory of such a name, too.
      Path inside = dir.resolve(names.get(i));
      writeRow(inside, "rows", format, i);
    }
    for (int i = 0; i < names.size(); i++) {
      Map<String, Integer> alone =
          load("data.train=" + dir.resolve(names.get(i)), "data.format=" + format);
      assertThat(alone.keySet().iterator().next()).startsWith("[" + (i + 1) + ".0]");
    }
    assertThat(load("data.train=" + dir.resolve("all/d?." + format), "data.format=" + format))
        .as("still a glob")
        .hasSize(2);
  }

  private static void writeRow(Path folder, String name, String format, int i) throws IOException {
    Files.createDirectories(folder);
    Path file = folder.resolve(name + "." + format);
    switch (format) {
      case "csv" -> Files.writeString(file, "a,label\n" + (i + 1) + ",x\n" + (i + 1) + ",y\n");
      case "libsvm" -> Files.writeString(file, "1 1:" + (i + 1) + "\n2 1:" + (i + 1) + "\n");
      default -> {
        Path written = folder.resolveSibling("_written");
        SPARK
            .sql("select cast(" + (i + 1) + " as double) a, explode(array('x', 'y')) label")
            .coalesce(1)
            .write()
            .mode("overwrite")
            .parquet(written.toString());
        try (var parts = Files.list(written)) {
          Path part =
              parts.filter(p -> p.toString().endsWith(".parquet")).findFirst().orElseThrow();
          Files.move(part, file);
        }
      }
    }
  }
}
