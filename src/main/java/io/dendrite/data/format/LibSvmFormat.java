package io.dendrite.data.format;

import io.dendrite.data.BadRow;
import io.dendrite.data.Decimals;
import io.dendrite.data.RawBlock;
import io.dendrite.data.RawBlock.Schema;
import io.dendrite.data.RawBlock.Target;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Parses LIBSVM lines, which have the form {@code label index:value index:value ... # comment} with
 * 1-based ascending indices, into sparse rows.
 *
 * @param width the number of features; -1 if the highest index in the data determines it
 * @param labelIsClass whether the label is a class name rather than a number
 * @param needLabel whether rows must begin with a label; if false, rows may begin with a label,
 *     which is ignored
 */
public record LibSvmFormat(int width, boolean labelIsClass, boolean needLabel)
    implements Serializable {
  private static final byte[] QUERY = {'q', 'i', 'd'};

  /** Checks that the width is valid. */
  public LibSvmFormat {
    if (width < -1) {
      throw new IllegalArgumentException("width must be at least 0, or -1 for unknown: " + width);
    }
  }

  /** Which parts (features, target) a parsed row has. */
  public Schema schema() {
    Target target = labelIsClass ? Target.CLASS : Target.NUMBERS;
    target = needLabel ? target : Target.NONE;
    return new Schema(width, true, target, target == Target.NUMBERS ? 1 : 0, 0, false);
  }

  /**
   * Parses one line, with or without its line end.
   *
   * @return true if a row was added; false if the line is blank or a comment
   * @throws BadRow if the row cannot be used, so that no row was added
   */
  public boolean parse(byte[] line, int from, int to, RawBlock.Builder out) {
    int end = from;
    while (end < to && line[end] != '#') {
      end++;
    }
    int at = skipBlanks(line, from + CsvLine.markLength(line, from, end), end);
    if (at == end) {
      return false;
    }
    out.begin();
    try {
      row(line, at, end, out);
    } catch (BadRow bad) {
      out.rollback();
      throw bad;
    }
    out.commit();
    return true;
  }

  private void row(byte[] line, int from, int end, RawBlock.Builder out) {
    int at = from;
    int stop = tokenEnd(line, at, end);
    boolean labelled = find(line, at, stop, ':') == stop;
    if (labelled && needLabel) {
      label(line, at, stop, out);
    } else if (needLabel) {
      throw new BadRow("label", BadRow.quoted(line, at, stop), "a label before the first feature");
    }
    at = labelled ? skipBlanks(line, stop, end) : at;
    int before = 0;
    for (int number = 1; at < end; number++) {
      stop = tokenEnd(line, at, end);
      before = feature(number, before, line, at, stop, out);
      at = skipBlanks(line, stop, end);
    }
  }

  private void label(byte[] line, int from, int to, RawBlock.Builder out) {
    if (labelIsClass) {
      out.label(line, from, to);
      return;
    }
    float value = Decimals.parse(line, from, to);
    if (value != value) {
      throw new BadRow("label", BadRow.quoted(line, from, to), "a number");
    }
    out.target(0, value + 0f);
  }

  private int feature(int number, int before, byte[] line, int from, int to, RawBlock.Builder out) {
    int colon = find(line, from, to, ':');
    if (colon == to) {
      throw bad(number, line, from, to, "index:value");
    }
    if (Arrays.equals(line, from, colon, QUERY, 0, QUERY.length)) {
      throw bad(number, line, from, to, "index:value (ranking by query id is not supported)");
    }
    int index = index(line, from, colon);
    if (index < 1) {
      throw bad(number, line, from, to, "an index from 1 to " + Integer.MAX_VALUE);
    }
    if (index <= before) {
      throw bad(number, line, from, to, "an index above " + before + " (indices must ascend)");
    }
    if (width >= 0 && index > width) {
      throw bad(number, line, from, to, "an index of at most " + width);
    }
    float value = Decimals.parse(line, colon + 1, to);
    if (value != value) {
      throw bad(number, line, from, to, "a finite number after the colon");
    }
    out.value(index - 1, value);
    return index;
  }

  private static BadRow bad(int number, byte[] line, int from, int to, String expected) {
    return new BadRow("feature " + number, BadRow.quoted(line, from, to), expected);
  }

  /**
   * Parses a whole number. Returns -1 if the bytes are no whole number, or if the number is beyond
   * the range of int.
   */
  private static int index(byte[] line, int from, int to) {
    long index = from < to ? 0 : -1;
    for (int i = from; i < to; i++) {
      int digit = line[i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      index = 10 * index + digit;
      if (index > Integer.MAX_VALUE) {
        return -1;
      }
    }
    return (int) index;
  }

  private static int find(byte[] line, int from, int to, char wanted) {
    int at = from;
    while (at < to && line[at] != wanted) {
      at++;
    }
    return at;
  }

  private static int tokenEnd(byte[] line, int from, int end) {
    int at = from;
    while (at < end && !isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static int skipBlanks(byte[] line, int from, int end) {
    int at = from;
    while (at < end && isBlank(line[at])) {
      at++;
    }
    return at;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }
}
