package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The same letters in other bytes are the same rows; bytes that are no letters are named. */
class EncodingsTest extends LoadedRows {
  private static final String[] TOWNS = {"Åre", "Äsele", "Öja", "plain"};

  private static List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("größe,town,label"));
    for (int i = 0; i < 60; i++) {
      lines.add(i + "," + TOWNS[i % 4] + "," + TOWNS[i % 3]);
    }
    return lines;
  }

  private Path file(String name, String mark, Charset charset) throws IOException {
    Path file = dir.resolve(name);
    try (OutputStream out =
        name.endsWith(".gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write((mark + String.join("\n", lines()) + "\n").getBytes(charset));
    }
    return file;
  }

  private static String[] sets(Path file, String... more) {
    return with(
        new String[] {
          "data.train=" + file, "data.categorical=[town]", "network.layers=[\"inner-product 3\"]"
        },
        more);
  }

  @Test
  void theSameLettersAreTheSameRows() throws IOException {
    var wanted = load(sets(file("utf8.csv", "", StandardCharsets.UTF_8)));
    assertThat(wanted).hasSize(60);
    assertThat(load(sets(file("mark.csv", "\uFEFF", StandardCharsets.UTF_8)))).isEqualTo(wanted);
    for (String name : List.of("iso-8859-1", "windows-1252", "ISO-8859-15")) {
      Path file = file(name + ".csv", "", Charset.forName(name));
      assertThat(load(sets(file, "data.encoding=" + name))).as(name).isEqualTo(wanted);
    }
    for (String name : List.of("utf-16le", "utf-16be")) {
      Charset charset = Charset.forName(name);
      Path marked = file(name + ".csv", "\uFEFF", charset);
      assertThat(load(sets(marked))).as(name + " by its mark").isEqualTo(wanted);
      assertThat(load(sets(marked, "data.encoding=" + name))).as(name).isEqualTo(wanted);
      Path bare = file(name + "-bare.csv", "", charset);
      assertThat(load(sets(bare, "data.encoding=" + name))).as(name).isEqualTo(wanted);
      assertThat(load(sets(file(name + ".csv.gz", "\uFEFF", charset)))).isEqualTo(wanted);
    }
  }

  @Test
  void bytesThatAreNoTextAreNamed() throws IOException {
    Path latin = file("latin.csv", "", StandardCharsets.ISO_8859_1);
    refused(
        "latin.csv, first line: field 1: found \"gr\uFFFD\uFFFDe\", expected text in UTF-8; set"
            + " data.encoding, for example to windows-1252",
        sets(latin));
    List<String> lines = lines();
    lines.set(0, "size,town,label");
    Path rows = Files.write(dir.resolve("rows.csv"), lines, StandardCharsets.ISO_8859_1);
    refused("line 2: column 2 (town): found \"\uFFFDre\", expected text in UTF-8", sets(rows));
    lines.replaceAll(line -> line.replaceAll(",[^,]*e,", ",t,"));
    Path labels = Files.write(dir.resolve("labels.csv"), lines, StandardCharsets.ISO_8859_1);
    refused("column 3 (label): found \"\uFFFDre\", expected text in UTF-8", sets(labels));
    refused(
        "line 2: row: found bytes that are no text in US-ASCII",
        sets(rows, "data.encoding=us-ascii"));
    refused(
        "first line: row: found bytes that are no text in US-ASCII",
        sets(latin, "data.encoding=us-ascii"));
    byte[] odd = Files.readAllBytes(file("odd.csv", "\uFEFF", StandardCharsets.UTF_16LE));
    Path cut = Files.write(dir.resolve("cut.csv"), java.util.Arrays.copyOf(odd, odd.length - 1));
    refused("cut.csv", sets(cut));
  }

  @Test
  void otherNamesAreRefused() {
    for (String name : List.of("utf8x", "utf-32", "ibm037", "x-UTF-16LE-BOM")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> load("data.train=x.csv", "data.encoding=" + name))
          .withMessageContaining("data.encoding is '" + name + "'; expected auto, utf-8");
    }
  }
}
