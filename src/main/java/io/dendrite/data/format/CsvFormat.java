package io.dendrite.data.format;

import io.dendrite.data.BadRow;
import io.dendrite.data.Decimals;
import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses CSV lines (RFC 4180: quoted fields, doubled quotes, CRLF) into a {@link RawBlock.Builder}.
 * Several threads may use one parser at the same time. A line break inside quotes is not supported,
 * since the text is split into lines before it is parsed. A value is missing if its field, without
 * surrounding blanks, is one of the texts of {@code data.missingValues}.
 */
public final class CsvFormat implements Serializable {
  private static final long serialVersionUID = 1;

  private final CsvColumns columns;
  private final byte delimiter;
  private final byte quote;
  private final boolean missingAllowed;
  private final byte[][] missing;

  /** Whether a text of missing values is a number, so that numbers must be compared with them. */
  private final boolean numericMissing;

  /**
   * Creates a parser, and finds the column that each name in the settings refers to.
   *
   * @throws IllegalArgumentException if a column is unknown, is given twice, or is given two roles
   */
  public CsvFormat(CsvSettings settings) {
    columns = new CsvColumns(settings);
    delimiter = (byte) settings.delimiter();
    quote = (byte) settings.quote();
    missingAllowed = settings.missingAllowed();
    missing =
        settings.missing().stream()
            .map(text -> text.getBytes(StandardCharsets.UTF_8))
            .toArray(byte[][]::new);
    numericMissing =
        settings.missing().stream()
            .anyMatch(text -> Decimals.isNumber(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Which parts (features, target, weight) a parsed row has. */
  public RawBlock.Schema schema() {
    return columns.schema;
  }

  /** Names of the numeric features, in the order of their columns in the parsed block. */
  public List<String> numericNames() {
    return List.copyOf(columns.numbers);
  }

  /** Names of the categorical features, in the order of their codes in the parsed block. */
  public List<String> categoricalNames() {
    return List.copyOf(columns.categories);
  }

  /**
   * The fields of a header line, without byte order mark, quotes and surrounding blanks.
   *
   * @throws BadRow if a quoted field does not end, or a field is not text in UTF-8
   * @throws IllegalArgumentException if the delimiter is not a valid one
   */
  public static List<String> parseHeader(byte[] line, char delimiter, char quote) {
    return fields(line, delimiter, quote).stream().map(String::strip).toList();
  }

  /**
   * The fields of a line, without byte order mark and quotes; blanks around a field belong to it.
   *
   * @throws BadRow if a quoted field does not end, or a field is not text in UTF-8
   * @throws IllegalArgumentException if the delimiter is not a valid one
   */
  public static List<String> fields(byte[] line, char delimiter, char quote) {
    CsvSettings.checkDelimiter(delimiter);
    CsvLine fields = new CsvLine((byte) delimiter, (byte) quote, line, 0, line.length);
    List<String> texts = new ArrayList<>();
    while (fields.next()) {
      int length = fields.to - fields.from;
      if (!TextEncoding.isText(fields.bytes, fields.from, fields.to)) {
        throw notText("field " + (texts.size() + 1), fields);
      }
      texts.add(new String(fields.bytes, fields.from, length, StandardCharsets.UTF_8));
    }
    return texts;
  }

  /**
   * Parses one line, with or without its line end.
   *
   * @return true if a row was added; false if the line is blank
   * @throws BadRow if the row cannot be used, so that no row was added
   */
  public boolean parse(byte[] line, int from, int to, RawBlock.Builder out) {
    CsvLine fields = new CsvLine(delimiter, quote, line, from, to);
    if (fields.blank()) {
      return false;
    }
    out.begin();
    int expected = columns.roles.length;
    try {
      int column = 0;
      while (fields.next()) {
        if (column < expected) {
          field(column, fields, out);
        }
        column++;
      }
      if (column != expected) {
        throw wrongCount(column, expected);
      }
    } catch (BadRow bad) {
      out.rollback();
      int count = count(line, from, to);
      throw count < 0 || count == expected ? bad : wrongCount(count, expected);
    }
    out.commit();
    return true;
  }

  private static BadRow wrongCount(int found, int expected) {
    return new BadRow(
        "row", found + (found == 1 ? " column" : " columns"), Integer.toString(expected));
  }

  /** Counts the fields of a line; -1 if the line cannot be split into fields. */
  private int count(byte[] line, int from, int to) {
    CsvLine fields = new CsvLine(delimiter, quote, line, from, to);
    int count = 0;
    try {
      while (fields.next()) {
        count++;
      }
    } catch (BadRow unbalanced) {
      return -1;
    }
    return count;
  }

  private void field(int column, CsvLine f, RawBlock.Builder out) {
    int position = columns.positions[column];
    switch (columns.roles[column]) {
      case NUMBER -> out.value(position, feature(column, f));
      case CATEGORY -> {
        if (!f.missing(missing)) {
          requireText(column, f);
          out.category(position, f.bytes, f.from, f.to);
        } else if (!missingAllowed) {
          throw bad(column, f, "a value");
        }
      }
      case CLASS -> {
        if (f.missing(missing)) {
          throw bad(column, f, "a label");
        }
        if (f.infinite()) {
          throw bad(column, f, "a label that is not infinite");
        }
        requireText(column, f);
        out.label(f.bytes, f.from, f.to);
      }
      case TARGET -> out.target(position, number(column, f));
      case WEIGHT -> {
        float weight = number(column, f);
        if (weight < 0) {
          throw bad(column, f, "a weight of at least 0");
        }
        out.weight(weight);
      }
      case IGNORED -> {}
    }
  }

  private void requireText(int column, CsvLine f) {
    if (!TextEncoding.isText(f.bytes, f.from, f.to)) {
      throw notText(columns.place(column), f);
    }
  }

  private static BadRow notText(String place, CsvLine f) {
    return new BadRow(
        place,
        BadRow.quoted(f.bytes, f.from, f.to),
        "text in UTF-8; set data.encoding, for example to windows-1252");
  }

  private float feature(int column, CsvLine f) {
    f.trim();
    float value = Decimals.parse(f.bytes, f.from, f.to);
    if (value == value && !(numericMissing && f.missing(missing))) {
      return value;
    }
    if (missingAllowed && f.missing(missing)) {
      return Float.NaN;
    }
    throw bad(column, f, "a number");
  }

  /** Parses a number, which must not be missing. The number -0 becomes 0. */
  private float number(int column, CsvLine f) {
    f.trim();
    float value = Decimals.parse(f.bytes, f.from, f.to);
    if (value != value || numericMissing && f.missing(missing)) {
      throw bad(column, f, "a number");
    }
    return value + 0f;
  }

  private BadRow bad(int column, CsvLine f, String expected) {
    String found = f.missing(missing) ? "a missing value" : BadRow.quoted(f.bytes, f.from, f.to);
    boolean beyond = expected.equals("a number") && Decimals.isNumber(f.copy());
    String wanted = beyond ? "a number within the range of float" : expected;
    return new BadRow(columns.place(column), found, wanted);
  }
}
