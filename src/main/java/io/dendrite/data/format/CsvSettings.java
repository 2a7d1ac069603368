package io.dendrite.data.format;

import java.io.Serializable;
import java.util.List;

/**
 * Settings for reading CSV lines. Columns are named by the header or, if there is no header, by
 * their 0-based index ("0", "1", ...).
 *
 * @param header column names; null if the files have no header line
 * @param columns the number of columns if there is no header; otherwise ignored
 * @param delimiter the ASCII character between fields
 * @param quote the ASCII character around quoted fields; 0 if fields are not quoted
 * @param label target columns: one column for classes, one or more columns for numbers
 * @param features feature columns, in the order in which the model has them; if empty, every column
 *     without another role is a feature
 * @param weight column of row weights; "" if there is none
 * @param categorical the feature columns whose values are names, not numbers
 * @param labelIsClass whether the label is a class name rather than numbers
 * @param missingAllowed whether features may be missing; a missing number is stored as NaN, a
 *     missing name as code -1
 * @param missing the texts of missing values, blanks around them not counted
 * @param needLabel whether rows must have a label; if false, the label columns and the weight
 *     column are ignored
 */
public record CsvSettings(
    List<String> header,
    int columns,
    char delimiter,
    char quote,
    List<String> label,
    List<String> features,
    String weight,
    List<String> categorical,
    boolean labelIsClass,
    boolean missingAllowed,
    List<String> missing,
    boolean needLabel)
    implements Serializable {
  /** The texts that programs usually write for a missing value. */
  public static final List<String> USUAL_MISSING =
      List.of("", "NA", "na", "N/A", "NaN", "nan", "null", "NULL", "None", "?", "\\N");

  /** Checks that delimiter and quote are valid characters, and copies the lists. */
  public CsvSettings {
    header = header == null ? null : List.copyOf(header);
    label = List.copyOf(label);
    features = List.copyOf(features);
    categorical = List.copyOf(categorical);
    missing = List.copyOf(missing);
    checkDelimiter(delimiter);
    if (quote > 126 || quote == delimiter || quote == '\n' || quote == '\r') {
      throw new IllegalArgumentException(
          "quote must be an ASCII character other than the delimiter and line breaks, or none");
    }
    if (header == null && columns < 1) {
      throw new IllegalArgumentException("at least 1 column expected, got " + columns);
    }
  }

  /**
   * Settings for classification or regression on comma-separated lines with a header, in which
   * every column except the target is a feature.
   */
  public static CsvSettings commaSeparated(
      List<String> header, String label, boolean labelIsClass) {
    return new CsvSettings(
        header,
        0,
        ',',
        '"',
        List.of(label),
        List.of(),
        "",
        List.of(),
        labelIsClass,
        false,
        USUAL_MISSING,
        true);
  }

  static void checkDelimiter(char delimiter) {
    boolean plain = delimiter == '\t' || (delimiter >= ' ' && delimiter <= 126);
    if (!plain || Character.isLetterOrDigit(delimiter) || "+-.".indexOf(delimiter) >= 0) {
      throw new IllegalArgumentException(
          "delimiter must be an ASCII character that no number contains, got code "
              + (int) delimiter);
    }
  }
}
