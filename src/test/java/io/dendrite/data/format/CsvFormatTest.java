package io.dendrite.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.BadRow;
import io.dendrite.data.Features;
import io.dendrite.data.RawBlock;
import io.dendrite.data.RawBlock.Target;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

public class CsvFormatTest {
  /** A number can be the text of missing values, for features, targets and weights alike. */
  @Test
  void aNumberThatMeansMissing() {
    CsvSettings settings =
        new CsvSettings(
            List.of("x", "t", "w"),
            0,
            ',',
            '"',
            List.of("t"),
            List.of(),
            "w",
            List.of(),
            false,
            true,
            List.of("", "-999"),
            true);
    CsvFormat format = new CsvFormat(settings);
    RawBlock.Builder out = RawBlock.builder(format.schema());
    byte[] row = "-999,1,1".getBytes(StandardCharsets.UTF_8);
    format.parse(row, 0, row.length, out);
    float[] x = new float[1];
    out.build().features().scatter(0, x, 0);
    assertThat(x[0]).isNaN();
    for (String line : List.of("1,-999,1", "1,1,-999")) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> format.parse(bytes, 0, bytes.length, out))
          .hasMessageContaining("found a missing value, expected a number");
    }
  }

  /** A word for a missing value is missing as a number, as a name and as a label. */
  @Test
  void theUsualWordsForMissingValues() {
    CsvSettings settings =
        new CsvSettings(
            List.of("x", "town", "label"),
            0,
            ',',
            '"',
            List.of("label"),
            List.of(),
            "",
            List.of("town"),
            true,
            true,
            CsvSettings.USUAL_MISSING,
            true);
    CsvFormat format = new CsvFormat(settings);
    for (String word : CsvSettings.USUAL_MISSING) {
      RawBlock.Builder out = RawBlock.builder(format.schema());
      byte[] row = (word + ", " + word + " ,a").getBytes(StandardCharsets.UTF_8);
      assertThat(format.parse(row, 0, row.length, out)).as(word).isTrue();
      RawBlock block = out.build();
      float[] x = new float[1];
      block.features().scatter(0, x, 0);
      assertThat(x[0]).as(word).isNaN();
      assertThat(block.codes()).as(word).containsExactly(-1);
      byte[] unlabelled = ("1,here," + word).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> format.parse(unlabelled, 0, unlabelled.length, out))
          .hasMessage("column 3 (label): found a missing value, expected a label");
    }
    for (String word : List.of("inf", "-inf", "Infinity", "+INF")) {
      RawBlock.Builder out = RawBlock.builder(format.schema());
      byte[] row = ("1,here," + word).getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> format.parse(row, 0, row.length, out))
          .hasMessageContaining("expected a label that is not infinite");
    }
    RawBlock.Builder out = RawBlock.builder(format.schema());
    byte[] names = "1,none,infinite".getBytes(StandardCharsets.UTF_8);
    format.parse(names, 0, names.length, out);
    assertThat(out.build().categories()[0]).containsExactly("none");
  }

  private static final List<String> HEADER = List.of("age", "city", "weight", "pay", "class");

  private static CsvSettings settings(boolean labelIsClass, boolean missing, boolean needLabel) {
    return new CsvSettings(
        HEADER,
        0,
        ',',
        '"',
        List.of("class"),
        List.of(),
        "weight",
        List.of("city"),
        labelIsClass,
        missing,
        CsvSettings.USUAL_MISSING,
        needLabel);
  }

  private static CsvSettings plain(List<String> header, List<String> label, List<String> features) {
    return new CsvSettings(
        header,
        3,
        ',',
        '"',
        label,
        features,
        "",
        List.of(),
        false,
        false,
        CsvSettings.USUAL_MISSING,
        true);
  }

  private static RawBlock read(CsvSettings settings, String... lines) {
    CsvFormat format = new CsvFormat(settings);
    RawBlock.Builder out = RawBlock.builder(format.schema());
    for (String line : lines) {
      byte[] b = ("~" + line + "~").getBytes(StandardCharsets.UTF_8);
      format.parse(b, 1, b.length - 1, out);
    }
    return out.build();
  }

  private static void bad(CsvSettings settings, String line, String message) {
    assertThatThrownBy(() -> read(settings, line)).isInstanceOf(BadRow.class).hasMessage(message);
  }

  public static float[] row(Features features, int row) {
    float[] out = new float[features.width()];
    features.scatter(row, out, 0);
    return out;
  }

  @Test
  void rowsOfAllKinds() {
    RawBlock block =
        read(
            settings(true, false, true),
            "\uFEFF30,Bern,1,2.5,yes\r\n",
            "",
            "  \r\n",
            "31,\"Aarau, \"\"old\"\"\",0.5, -1e2 ,\"no\"",
            "\"32\",Bern,0,7,yes\n");
    assertThat(block.rows()).isEqualTo(3);
    assertThat(row(block.features(), 0)).containsExactly(30, 2.5f);
    assertThat(row(block.features(), 1)).containsExactly(31, -100);
    assertThat(row(block.features(), 2)).containsExactly(32, 7);
    assertThat(block.labelNames()).containsExactly("yes", "no");
    assertThat(block.labelCodes()).containsExactly(0, 1, 0);
    assertThat(block.categories()[0]).containsExactly("Bern", "Aarau, \"old\"");
    assertThat(block.codes()).containsExactly(0, 1, 0);
    assertThat(block.weights()).containsExactly(1, 0.5f, 0);
    assertThat(block.targets()).isNull();
    assertThat(block.bytes()).isEqualTo(3 * 4 * (2 + 1 + 1 + 1));
  }

  @Test
  void labelsAgreeHoweverTheyAreWritten() {
    RawBlock block =
        read(
            CsvSettings.commaSeparated(List.of("x", "y"), "y", true),
            "1,5",
            "1,5.0",
            "1, +5",
            "1,6");
    assertThat(block.labelNames()).containsExactly("5", "6");
    assertThat(block.labelCodes()).containsExactly(0, 0, 0, 1);
  }

  @Test
  void negativeZeroWeightsAndTargetsAreZero() {
    RawBlock block = read(settings(false, false, true), "1,Bern,-0,2,-0.0");
    assertThat(block.weights()).containsExactly(0f);
    assertThat(block.targets()).containsExactly(0f);
  }

  @Test
  void severalTargetsAndFeaturesInTheGivenOrder() {
    CsvSettings settings = plain(List.of("a", "b", "c", "d"), List.of("d", "a"), List.of("c", "b"));
    RawBlock block = read(settings, "1,2,3,4", "5,6,7,8");
    assertThat(block.targets()).containsExactly(4, 1, 8, 5);
    assertThat(row(block.features(), 1)).containsExactly(7, 6);
    assertThat(new CsvFormat(settings).numericNames()).containsExactly("c", "b");
  }

  @Test
  void withoutAHeaderColumnsAreIndices() {
    RawBlock block = read(plain(null, List.of("0"), List.of()), "1,2,3");
    assertThat(block.targets()).containsExactly(1);
    assertThat(row(block.features(), 0)).containsExactly(2, 3);
    bad(
        plain(null, List.of("0"), List.of()),
        "1,x,3",
        "column with index 1: found \"x\", expected a number");
  }

  @Test
  void missingValues() {
    for (String missing : List.of("", " ", "NA", "na", "?", "NULL", "null", "\"\"")) {
      RawBlock block = read(settings(true, true, true), missing + "," + missing + ",1,2,c");
      assertThat(row(block.features(), 0)).containsExactly(Float.NaN, 2);
      assertThat(block.codes()).containsExactly(-1);
      bad(
          settings(true, false, true),
          missing + ",Bern,1,2,c",
          "column 1 (age): found a missing value, expected a number");
      bad(
          settings(true, false, true),
          "1," + missing + ",1,2,c",
          "column 2 (city): found a missing value, expected a value");
      bad(
          settings(true, true, true),
          "1,Bern,1,2," + missing,
          "column 5 (class): found a missing value, expected a label");
      bad(
          settings(false, true, true),
          "1,Bern,1,2," + missing,
          "column 5 (class): found a missing value, expected a number");
    }
  }

  @Test
  void badRowsSayWhereAndWhat() {
    CsvSettings s = settings(true, true, true);
    bad(s, "abc,Bern,1,2,c", "column 1 (age): found \"abc\", expected a number");
    bad(s, "nano,Bern,1,2,c", "column 1 (age): found \"nano\", expected a number");
    bad(
        s,
        "1e39,Bern,1,2,c",
        "column 1 (age): found \"1e39\", expected a number within the range of float");
    bad(s, "1,Bern,-1,2,c", "column 3 (weight): found \"-1\", expected a weight of at least 0");
    bad(s, "1,Bern,,2,c", "column 3 (weight): found a missing value, expected a number");
    bad(s, "1,Bern,1,2", "row: found 4 columns, expected 5");
    bad(s, "1", "row: found 1 column, expected 5");
    bad(s, "1,Bern,1,2,c,", "row: found 6 columns, expected 5");
    bad(s, "x,Bern,1,2,c,d", "row: found 6 columns, expected 5");
    bad(
        s,
        "1,\"Bern,1,2,c",
        "field 2: found \"\"Bern,1,2,c\", expected a closing quote on the same line (line breaks inside quotes are not supported)");
    bad(
        s,
        "1,\"Bern\"x,1,2,c",
        "field 2: found \"\"Bern\"x,1,2,c\", expected the delimiter or the line's end after the closing quote");
    assertThatThrownBy(() -> read(s, "\u0007" + "x".repeat(500) + ",Bern,1,2,c"))
        .hasMessage("column 1 (age): found \"\uFFFD" + "x".repeat(59) + "...\", expected a number");
  }

  @Test
  void aBadRowLeavesNoTrace() {
    CsvFormat format = new CsvFormat(settings(true, false, true));
    RawBlock.Builder out = RawBlock.builder(format.schema());
    byte[] good = "1,Bern,1,2,c".getBytes(StandardCharsets.UTF_8);
    for (String bad : List.of("7,Chur,9,2,new,", "7,Chur,9,x,new", "7,Chur,9,2,")) {
      byte[] line = bad.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> format.parse(line, 0, line.length, out)).isInstanceOf(BadRow.class);
      assertThat(format.parse(good, 0, good.length, out)).isTrue();
    }
    RawBlock block = out.build();
    assertThat(block.rows()).isEqualTo(3);
    assertThat(block.labelNames()).containsExactly("c");
    assertThat(block.categories()[0]).containsExactly("Bern");
    assertThat(block.weights()).containsExactly(1, 1, 1);
    assertThat(row(block.features(), 2)).containsExactly(1, 2);
  }

  @Test
  void unlabelledRowsNeedNeitherLabelNorWeight() {
    RawBlock block = read(settings(true, false, false), "1,Bern,,2,");
    assertThat(block.schema().target()).isEqualTo(Target.NONE);
    assertThat(block.labelCodes()).isNull();
    assertThat(block.weights()).isNull();
    assertThat(row(block.features(), 0)).containsExactly(1, 2);
    CsvSettings absent =
        new CsvSettings(
            List.of("a"),
            0,
            ',',
            '"',
            List.of("y"),
            List.of(),
            "w",
            List.of(),
            true,
            false,
            CsvSettings.USUAL_MISSING,
            false);
    assertThat(read(absent, "4").rows()).isEqualTo(1);
  }

  @Test
  void headerAndOtherDelimiters() {
    byte[] line = "\uFEFFage;\"the; \"\"city\"\"\" ; pay\r\n".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> CsvFormat.parseHeader(line, ';', '"')).isInstanceOf(BadRow.class);
    byte[] fine = "\uFEFFage;\"the; \"\"city\"\"\"; pay\r\n".getBytes(StandardCharsets.UTF_8);
    assertThat(CsvFormat.parseHeader(fine, ';', '"'))
        .containsExactly("age", "the; \"city\"", "pay");
    CsvSettings tabs =
        new CsvSettings(
            null,
            3,
            '\t',
            (char) 0,
            List.of("2"),
            List.of(),
            "",
            List.of(),
            true,
            true,
            CsvSettings.USUAL_MISSING,
            true);
    RawBlock block = read(tabs, "\t2\t\"q\"");
    assertThat(row(block.features(), 0)).containsExactly(Float.NaN, 2);
    assertThat(block.labelNames()).containsExactly("\"q\"");
  }

  private static void refused(CsvSettings settings, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new CsvFormat(settings))
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  void columnsThatDoNotFitAreRefused() {
    List<String> abc = List.of("alpha", "beta", "gamma");
    refused(plain(abc, List.of("Gama"), List.of()), "label", "\"Gama\"", "nearest is \"gamma\"");
    refused(plain(abc, List.of("alpha"), List.of("beat")), "feature", "nearest is \"beta\"");
    refused(plain(List.of("a", "a", "b"), List.of("b"), List.of()), "names column \"a\" twice");
    refused(plain(abc, List.of("alpha"), List.of("alpha", "beta")), "both a feature and the label");
    refused(plain(abc, List.of("alpha"), List.of("beta", "beta")), "\"beta\" is given twice");
    refused(plain(abc, List.of("alpha", "alpha"), List.of()), "\"alpha\" is given twice");
    refused(plain(abc, List.of(), List.of()), "no label column", "alpha, beta, gamma");
    refused(plain(abc, abc, List.of()), "no feature column is left");
    refused(plain(null, List.of("3"), List.of()), "an index from 0 to 2");
    refused(plain(null, List.of("x"), List.of()), "an index from 0 to 2");
    refused(
        new CsvSettings(
            abc,
            0,
            ',',
            '"',
            List.of("alpha", "beta"),
            List.of(),
            "",
            List.of(),
            true,
            false,
            CsvSettings.USUAL_MISSING,
            true),
        "one label column");
    refused(
        new CsvSettings(
            abc,
            0,
            ',',
            '"',
            List.of("alpha"),
            List.of(),
            "alpha",
            List.of(),
            true,
            false,
            CsvSettings.USUAL_MISSING,
            true),
        "both label and weight");
    refused(
        new CsvSettings(
            abc,
            0,
            ',',
            '"',
            List.of("alpha"),
            List.of("beta"),
            "",
            List.of("gamma"),
            true,
            false,
            CsvSettings.USUAL_MISSING,
            true),
        "\"gamma\" is not among the features");
    for (char c : new char[] {'5', 'x', '.', '-', '\n', '\u00e9', 0}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  new CsvSettings(
                      abc,
                      0,
                      c,
                      '"',
                      List.of(),
                      List.of(),
                      "",
                      List.of(),
                      true,
                      false,
                      CsvSettings.USUAL_MISSING,
                      false));
    }
  }
}
