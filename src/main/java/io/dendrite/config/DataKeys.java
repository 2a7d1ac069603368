package io.dendrite.config;

import static io.dendrite.config.Effect.BITS;
import static io.dendrite.config.Effect.BITS_MAY_CHANGE;
import static io.dendrite.config.Effect.NO_BITS;
import static io.dendrite.config.Effect.SECRET;

import io.dendrite.data.Scaler;
import io.dendrite.data.format.CsvSettings;
import io.dendrite.data.format.TextEncoding;
import java.util.List;
import java.util.Map;

/**
 * The keys {@code data.*}, which say which rows a run reads and how the rows' values become
 * numbers.
 */
public final class DataKeys {
  private static final Section DATA = new Section("data", "");

  static final List<Section> SECTIONS = List.of(DATA);

  public static final Key<String> TRAIN =
      DATA.key(
          "train",
          Type.TEXT,
          "",
          BITS_MAY_CHANGE,
          """
          Training data: a file, directory or glob on any Hadoop file system; with data.format = table a table's name, with sql a query,
          with jdbc the table that is read. Required.
          """);

  public static final Key<String> TEST =
      DATA.key(
          "test",
          Type.TEXT,
          "",
          NO_BITS,
          "Test data, evaluated after training. Empty: no evaluation.");

  public static final Key<String> LABELS =
      DATA.key(
          "labels",
          Type.TEXT,
          "",
          BITS_MAY_CHANGE,
          "IDX label file(s) of data.train. Empty: the files beside the images are used (..images-idx3.. -> ..labels-idx1..).");

  public static final Key<String> FORMAT =
      DATA.key(
          "format",
          Type.TEXT,
          "auto",
          BITS_MAY_CHANGE,
          """
          auto | idx | csv | libsvm | parquet | table (of Spark's catalog) | sql (a query) | any data source of Spark: orc, json, avro,
          jdbc, delta, iceberg .. (with its package). auto looks at the first bytes, then at the file's name.
          """);

  public static final Key<Map<String, String>> OPTIONS =
      DATA.key(
          "options",
          Type.OPTIONS,
          Map.of(),
          SECRET,
          """
          Options that the data source defines: {versionAsOf = 12}. Not for idx, csv, libsvm and sql. Never recorded in
          checkpoints and models, since they may hold a password.
          """);

  public static final Key<List<String>> LABEL =
      DATA.key(
          "label",
          Type.TEXT_OR_TEXTS,
          "",
          BITS,
          """
          CSV and Parquet: the label column; for regression with several outputs a list of columns.
          In a CSV without a header columns are numbered from 0.
          """);

  public static final Key<List<String>> FEATURES =
      DATA.key(
          "features",
          Type.TEXTS,
          List.of(),
          BITS,
          "Feature columns. Empty: all columns that are not label, weight or categorical.");

  public static final Key<String> WEIGHT =
      DATA.key(
          "weight",
          Type.TEXT,
          "",
          BITS,
          "Column of instance weights, at least 0. Empty: every row counts once.");

  public static final Key<Object> CLASS_WEIGHTS =
      DATA.key(
          "classWeights",
          Type.TEXT_OR_STRUCTURE,
          "none",
          BITS,
          """
          What the rows of each class weigh in training, on top of their own weights: none | balanced (rows / (classes x rows of the
          class)) | a list of numbers in the order of the classes (sorted; by number if all are numbers). Not in validation and test.
          """);

  public static final Key<List<String>> CATEGORICAL =
      DATA.key(
          "categorical",
          Type.TEXTS,
          List.of(),
          BITS,
          "Feature columns that hold names; they come after the numeric features.");

  public static final Key<String> ENCODE =
      DATA.key(
          "encode",
          Type.TEXT,
          "one-hot",
          Check.oneOf("one-hot", "index"),
          BITS,
          """
          one-hot: each value becomes a 0/1 column | index: each column becomes the number of its value, from 0, in sorted order, never
          scaled, for embed layers; anything else (with data.missing = mean) becomes the number after the last.
          """);

  public static final Key<Boolean> HEADER =
      DATA.key("header", Type.FLAG, true, BITS, "CSV: whether each file has a header line.");

  public static final Key<Character> DELIMITER =
      DATA.key(
          "delimiter",
          Type.character(false),
          ",",
          BITS,
          "CSV: the character between fields; \\t for a tab.");

  public static final Key<Character> QUOTE =
      DATA.key(
          "quote",
          Type.character(true),
          "\"",
          BITS,
          "CSV: the character around fields; empty for none.");

  public static final Key<String> ENCODING =
      DATA.key(
          "encoding",
          Type.TEXT,
          "auto",
          new Check<>(TextEncoding::isKnown, TextEncoding.KNOWN),
          BITS,
          """
          CSV: how bytes are letters. auto (UTF-8, or UTF-16 if a byte order mark says so) | the name of a character set of
          one byte a letter (iso-8859-1, windows-1252 ..) | utf-8, utf-16, utf-16le or utf-16be. Bytes that are no text in
          UTF-8 are an error. Files in UTF-16 are read by one task each.
          """);

  public static final Key<String> MISSING =
      DATA.key(
          "missing",
          Type.TEXT,
          "fail",
          Check.oneOf("fail", "mean"),
          BITS,
          """
          What to do with a missing feature (data.missingValues in CSV; null or NaN in tables): fail | mean of the column;
          a missing name of data.categorical then is none of the names.
          """);

  public static final Key<List<String>> MISSING_VALUES =
      DATA.key(
          "missingValues",
          Type.TEXTS,
          CsvSettings.USUAL_MISSING,
          BITS,
          """
          CSV: the texts of missing values, for numbers, categories and labels alike. A missing label is a bad row.
          """);

  public static final Key<Double> VALIDATION =
      DATA.key(
          "validation",
          Type.NUMBER,
          0.1,
          new Check<>(value -> value >= 0 && value < 1, "a fraction from 0 to below 1"),
          BITS,
          """
          Fraction of data.train that is held out for validation, chosen by a hash of each row's content and of how many equal rows come
          before it: rows that are added later move no other row, and equal rows can be in both parts. The count is printed.
          """);

  public static final Key<String> SCALE =
      DATA.key(
          "scale",
          Type.TEXT,
          "standard",
          new Check<>(Scaler::isKnown, Scaler.KNOWN),
          BITS,
          """
          none | standard (mean 0, deviation 1) | minmax (0 to 1) | a number to divide by. Fitted to the training rows,
          saved in the model. Constant columns are divided by 1; of sparse data (LIBSVM,
          vectors of mostly zeros) only columns whose mean is beyond their deviation are centred.
          """);

  public static final Key<String> SCALE_TARGET =
      DATA.key(
          "scaleTarget",
          Type.TEXT,
          "auto",
          Check.oneOf("auto", "none", "standard", "robust", "log"),
          BITS,
          """
          Scaling of the targets of regression, for each output: none | standard (mean 0, deviation 1) | robust (median 0,
          distance of the quartiles 1) | log (standard of the natural logarithm; targets above 0) | auto: standard where the
          loss (euclidean, absolute, huber) and the last layer (inner-product, convolution) take any number, else none.
          Fitted to the training rows, saved in the model; predictions and metrics but the loss are in the targets' own units.
          """);

  public static final Key<Double> SPARSE_BELOW =
      DATA.key(
          "sparseBelow",
          Type.NUMBER,
          0.05,
          Check.share("a fraction from 0 (never) to 1"),
          BITS,
          """
          Sparse data (LIBSVM, sparse vectors) with a smaller share of stored features than this go through the first inner product
          entry by entry, others as dense rows. 0: never, 1: whenever a feature is not stored. Influences the bits.
          """);

  public static final Key<Integer> PARTITIONS =
      DATA.key(
          "partitions",
          Type.WHOLE,
          0,
          new Check<>(value -> value >= 0 && value <= 1 << 20, "0 (chosen) to 1048576"),
          BITS_MAY_CHANGE,
          """
          Shards: parts of the data in a fixed order. Influences the bits of the result.
          0: as many as task slots at the first start, printed and recorded; a resumed run uses the recorded number.
          """);

  public static final Key<String> BAD_ROWS =
      DATA.key(
          "badRows",
          Type.TEXT,
          "fail",
          Check.oneOf("fail", "skip"),
          BITS,
          "A row that cannot be read: fail | skip. Skipped rows are counted and the first is reported.");

  /** All keys {@code data.*}. */
  public static final List<Key<?>> ALL = DATA.keys();

  private DataKeys() {}
}
