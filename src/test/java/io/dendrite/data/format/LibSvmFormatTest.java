package io.dendrite.data.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.BadRow;
import io.dendrite.data.RawBlock;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LibSvmFormatTest {

  private static RawBlock read(LibSvmFormat format, String... lines) {
    RawBlock.Builder out = RawBlock.builder(format.schema());
    for (String line : lines) {
      byte[] b = ("~" + line + "~").getBytes(StandardCharsets.UTF_8);
      format.parse(b, 1, b.length - 1, out);
    }
    return out.build();
  }

  private static void bad(LibSvmFormat format, String line, String message) {
    assertThatThrownBy(() -> read(format, line)).isInstanceOf(BadRow.class).hasMessage(message);
  }

  @Test
  void rowsWithCommentsAndBlanks() {
    RawBlock block =
        read(
            new LibSvmFormat(-1, true, true),
            "\uFEFF+1 1:0.5 3:-2e1 # first 9:9\r\n",
            "# nothing",
            "  \t",
            "-1\t2:7 \n",
            "1.0",
            "1 6:0");
    assertThat(block.labelNames()).containsExactly("1", "-1");
    assertThat(block.labelCodes()).containsExactly(0, 1, 0, 0);
    assertThat(block.features().width()).isEqualTo(6);
    assertThat(CsvFormatTest.row(block.features(), 0)).containsExactly(0.5f, 0, -20, 0, 0, 0);
    assertThat(CsvFormatTest.row(block.features(), 1)).containsExactly(0, 7, 0, 0, 0, 0);
    assertThat(CsvFormatTest.row(block.features(), 2)).containsOnly(0);
    assertThat(block.features().bytes()).isEqualTo(4 * 5 + 8 * 3);
  }

  @Test
  void numbersAndFixedWidthAndNoLabel() {
    RawBlock block = read(new LibSvmFormat(4, false, true), "2.5 4:1", "-1e-3");
    assertThat(block.targets()).containsExactly(2.5f, -1e-3f);
    assertThat(block.features().width()).isEqualTo(4);
    RawBlock bare = read(new LibSvmFormat(4, true, false), "4:1", "yes 4:2");
    assertThat(bare.labelCodes()).isNull();
    assertThat(CsvFormatTest.row(bare.features(), 0)).containsExactly(0, 0, 0, 1);
    assertThat(CsvFormatTest.row(bare.features(), 1)).containsExactly(0, 0, 0, 2);
  }

  @Test
  void badRowsSayWhereAndWhat() {
    LibSvmFormat f = new LibSvmFormat(5, false, true);
    bad(f, "a 1:1", "label: found \"a\", expected a number");
    bad(f, "1:1 2:2", "label: found \"1:1\", expected a label before the first feature");
    bad(f, "1 1:1 2", "feature 2: found \"2\", expected index:value");
    bad(
        f,
        "1 2:1 2:1",
        "feature 2: found \"2:1\", expected an index above 2 (indices must ascend)");
    bad(f, "1 0:1", "feature 1: found \"0:1\", expected an index from 1 to 2147483647");
    bad(f, "1 -3:1", "feature 1: found \"-3:1\", expected an index from 1 to 2147483647");
    bad(f, "1 :1", "feature 1: found \":1\", expected an index from 1 to 2147483647");
    bad(
        f,
        "1 99999999999999999999:1",
        "feature 1: found \"99999999999999999999:1\", expected an index from 1 to 2147483647");
    bad(f, "1 6:1", "feature 1: found \"6:1\", expected an index of at most 5");
    for (String value : List.of("", "x", "nan", "inf", "1:2", "1e99")) {
      bad(
          f,
          "1 3:" + value,
          "feature 1: found \"3:" + value + "\", expected a finite number after the colon");
    }
    bad(
        f,
        "1 qid:3 1:1",
        "feature 1: found \"qid:3\", expected index:value (ranking by query id is not supported)");
  }

  @Test
  void aBadRowLeavesNoTrace() {
    LibSvmFormat format = new LibSvmFormat(-1, true, true);
    RawBlock.Builder out = RawBlock.builder(format.schema());
    for (String line : List.of("1 2:2", "9 1:1 8:1 x", "1 1:3")) {
      byte[] b = line.getBytes(StandardCharsets.UTF_8);
      if (line.endsWith("x")) {
        assertThatThrownBy(() -> format.parse(b, 0, b.length, out)).isInstanceOf(BadRow.class);
      } else {
        format.parse(b, 0, b.length, out);
      }
    }
    RawBlock block = out.build();
    assertThat(block.rows()).isEqualTo(2);
    assertThat(block.labelNames()).containsExactly("1");
    assertThat(block.features().width()).isEqualTo(2);
    assertThat(CsvFormatTest.row(block.features(), 1)).containsExactly(3, 0);
  }

  @Test
  void theHighestIndexTakesNoMemory() {
    RawBlock block = read(new LibSvmFormat(-1, true, true), "1 2147483647:1");
    assertThat(block.features().width()).isEqualTo(Integer.MAX_VALUE);
    assertThat(block.bytes()).isLessThan(100);
  }
}
