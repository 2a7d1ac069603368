package io.dendrite.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.cli.text.TextTable.Column;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    TextTable table =
        new TextTable(1, 2, List.of(Column.left(), Column.right(), Column.right(4), Column.left()));
    table.row("name", "n", "a", "note");
    table.row("longest name", 12345, 67, "");
    assertThat(table.text().lines())
        .containsExactly(" name              n     a  note", " longest name  12345    67");
  }

  @Test
  void aCellStaysOnItsLine() {
    TextTable table = TextTable.ofNames(1);
    table.row("a", "two\nlines");
    table.row("bc", "\u001b[31m");
    assertThat(table.text().lines()).containsExactly("a  two\\nlines", "bc \\u001b[31m");
  }

  @Test
  void aRowHasACellForEachColumn() {
    assertThatThrownBy(() -> TextTable.ofNames(1).row("a"))
        .hasMessage("1 cells in a table of 2 columns");
  }
}
