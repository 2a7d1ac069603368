package io.dendrite.data.format;

import io.dendrite.data.BadRow;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Splits one CSV line into fields. After {@link #next}, the text of the current field, without
 * quotes, is {@code bytes[from, to)}.
 */
final class CsvLine {
  private static final Pattern INFINITE =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  byte[] bytes;
  int from;
  int to;

  private final byte delimiter;
  private final byte quote;
  private final byte[] line;
  private final int end;
  private int at;
  private int fields;

  /**
   * Prepares to split the bytes {@code start} (inclusive) to {@code stop} (exclusive) of {@code
   * line}. A byte order mark at the beginning and a line break at the end are ignored.
   */
  CsvLine(byte delimiter, byte quote, byte[] line, int start, int stop) {
    this.delimiter = delimiter;
    this.quote = quote;
    this.line = line;
    int last = stop;
    if (last > start && line[last - 1] == '\n') {
      last--;
    }
    if (last > start && line[last - 1] == '\r') {
      last--;
    }
    end = last;
    at = start + markLength(line, start, end);
  }

  /**
   * The length in bytes of UTF-8's byte order mark if the text begins with this mark; otherwise 0.
   */
  static int markLength(byte[] b, int from, int to) {
    boolean mark = to - from >= 3 && b[from] == (byte) 0xef;
    return mark && b[from + 1] == (byte) 0xbb && b[from + 2] == (byte) 0xbf ? 3 : 0;
  }

  /** True if the rest of the line consists only of spaces. */
  boolean blank() {
    for (int i = at; i < end; i++) {
      if (line[i] != ' ' || delimiter == ' ') {
        return false;
      }
    }
    return true;
  }

  /**
   * Moves to the next field of the line. Returns false if there is no further field. An empty line
   * has one empty field.
   */
  boolean next() {
    if (at > end) {
      return false;
    }
    fields++;
    bytes = line;
    if (quote != 0 && at < end && line[at] == quote) {
      quoted();
      return true;
    }
    from = at;
    int i = at;
    while (i < end && line[i] != delimiter) {
      i++;
    }
    to = i;
    at = i + 1;
    return true;
  }

  /** Removes blanks from both ends of the current field. */
  void trim() {
    while (from < to && isBlank(bytes[from])) {
      from++;
    }
    while (to > from && isBlank(bytes[to - 1])) {
      to--;
    }
  }

  /**
   * True if the current field, without surrounding blanks, is one of the texts of missing values.
   */
  boolean missing(byte[][] texts) {
    int a = from;
    int b = to;
    while (a < b && isBlank(bytes[a])) {
      a++;
    }
    while (b > a && isBlank(bytes[b - 1])) {
      b--;
    }
    for (byte[] text : texts) {
      if (text.length == b - a && Arrays.equals(text, 0, text.length, bytes, a, b)) {
        return true;
      }
    }
    return false;
  }

  /**
   * True if the current field, without surrounding blanks, is a text that programs write for an
   * infinite number: inf or infinity, with or without a sign.
   */
  boolean infinite() {
    int length = to - from;
    if (length < 3 || length > 20) {
      return false;
    }
    String text = new String(bytes, from, length, StandardCharsets.ISO_8859_1).strip();
    return INFINITE.matcher(text).matches();
  }

  byte[] copy() {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private void quoted() {
    int open = at;
    int doubled = 0;
    int i = at + 1;
    while (i < end && (line[i] != quote || (i + 1 < end && line[i + 1] == quote))) {
      boolean pair = line[i] == quote;
      doubled += pair ? 1 : 0;
      i += pair ? 2 : 1;
    }
    if (i >= end) {
      throw new BadRow(
          "field " + fields,
          BadRow.quoted(line, open, end),
          "a closing quote on the same line (line breaks inside quotes are not supported)");
    }
    if (i + 1 < end && line[i + 1] != delimiter) {
      throw new BadRow(
          "field " + fields,
          BadRow.quoted(line, open, end),
          "the delimiter or the line's end after the closing quote");
    }
    from = open + 1;
    to = i;
    at = i + 2;
    if (doubled > 0) {
      single(doubled);
    }
  }

  private void single(int doubled) {
    byte[] text = new byte[to - from - doubled];
    int length = 0;
    for (int i = from; i < to; i++) {
      text[length++] = line[i];
      if (line[i] == quote) {
        i++;
      }
    }
    bytes = text;
    from = 0;
    to = length;
  }
}
