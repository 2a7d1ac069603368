package io.dendrite.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table as lines of text; each column is as wide as its widest cell. Cells are made {@link
 * Printable}; a line does not end with spaces.
 */
public final class TextTable {
  private final String indent;
  private final String gap;
  private final List<Column> columns;
  private final List<List<String>> rows = new ArrayList<>();

  /**
   * The layout of a column of the table.
   *
   * @param flushRight whether the column's cells are padded on the left
   * @param least minimum width of the column, even if all cells are narrower
   */
  public record Column(boolean flushRight, int least) {
    public static Column left() {
      return new Column(false, 0);
    }

    public static Column right() {
      return right(0);
    }

    public static Column right(int least) {
      return new Column(true, least);
    }

    private String padded(String cell, int width) {
      String spaces = " ".repeat(width - cell.length());
      return flushRight ? spaces + cell : cell + spaces;
    }
  }

  /**
   * Creates a table that has no rows yet.
   *
   * @param indent number of spaces before every line
   * @param gap number of spaces between two columns
   */
  public TextTable(int indent, int gap, List<Column> columns) {
    this.indent = " ".repeat(indent);
    this.gap = " ".repeat(gap);
    this.columns = List.copyOf(columns);
  }

  /** A table without rows that has two columns, names and values. */
  public static TextTable ofNames(int gap) {
    return new TextTable(0, gap, List.of(Column.left(), Column.left()));
  }

  /** Adds a line with a cell for each column. */
  public void row(Object... cells) {
    row(List.of(cells));
  }

  /** Adds a line with a cell for each column. */
  public void row(List<?> cells) {
    if (cells.size() != columns.size()) {
      throw new IllegalArgumentException(
          cells.size() + " cells in a table of " + columns.size() + " columns");
    }
    rows.add(cells.stream().map(Printable::of).toList());
  }

  /** The text of all lines, each with a line end. */
  public String text() {
    int[] widths = new int[columns.size()];
    for (int c = 0; c < widths.length; c++) {
      int column = c;
      Stream<String> cells = rows.stream().map(row -> row.get(column));
      widths[c] = Math.max(columns.get(c).least(), cells.mapToInt(String::length).max().orElse(0));
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      List<String> cells = new ArrayList<>();
      for (int c = 0; c < widths.length; c++) {
        cells.add(columns.get(c).padded(row.get(c), widths[c]));
      }
      text.append((indent + String.join(gap, cells)).stripTrailing())
          .append(System.lineSeparator());
    }
    return text.toString();
  }
}
