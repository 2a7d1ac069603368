package io.dendrite.shards;

import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.Labels;
import io.dendrite.input.Chunk;
import io.dendrite.input.InputFiles;
import io.dendrite.input.InputSummary;
import io.dendrite.input.RowRequest;
import io.dendrite.input.RowSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.storage.StorageLevel;

/**
 * All parsed rows of an input and a summary of these rows; the rows are cached until they are
 * distributed over shards.
 */
public final class RawRows implements AutoCloseable {
  /**
   * Vectors whose fraction of non-zero entries is below this number are stored sparsely. An entry
   * of a sparse vector takes 8 bytes, an entry of a dense vector 4.
   */
  private static final double SPARSE_BELOW = 0.5;

  private final RowRequest request;
  private final RowSource source;
  private final JavaRDD<Chunk> chunks;
  private final InputSummary summary;

  private RawRows(
      RowRequest request, RowSource source, JavaRDD<Chunk> chunks, InputSummary summary) {
    this.request = request;
    this.source = source;
    this.chunks = chunks;
    this.summary = summary;
  }

  /**
   * Parses an input and caches its rows.
   *
   * @param notice receives a message with the number of bad rows that were skipped, and the first
   *     bad row
   * @throws DataException if a file or a row cannot be used; the message names the first bad row
   */
  public static RawRows read(SparkSession spark, RowRequest request, Consumer<String> notice)
      throws IOException {
    RowSource source = RowSource.open(spark, request);
    JavaRDD<Chunk> chunks = source.chunks().persist(StorageLevel.MEMORY_AND_DISK());
    try {
      InputSummary summary =
          chunks.map(InputSummary::of).fold(new InputSummary(), InputSummary::plus);
      report(request, summary, spark.sparkContext().hadoopConfiguration(), notice);
      if (summary.rows == 0) {
        throw new DataException(request.place() + ": no rows; expected at least one");
      }
      return new RawRows(request, source, chunks, summary);
    } catch (Exception e) { // Spark also throws checked exceptions that it does not declare.
      Unpersist.free(List.of(chunks.rdd()));
      throw e;
    }
  }

  private static void report(
      RowRequest request, InputSummary summary, Configuration conf, Consumer<String> notice)
      throws IOException {
    List<Chunk.Complaint> sorted = new ArrayList<>(summary.complaints());
    sorted.sort(Chunk.Complaint.WORST_FIRST);
    if (sorted.isEmpty()) {
      return;
    }
    Chunk.Complaint first = located(sorted.get(0), conf);
    if (first.fatal()) {
      throw new DataException(first.text());
    }
    String count = summary.bad + (summary.bad == 1 ? " bad row" : " bad rows");
    if (!request.data().skipBadRows()) {
      throw new DataException(
          first.text()
              + " ("
              + count
              + " in all"
              + (summary.rows == 0 ? ", none good); " : "); ")
              + (summary.rows == 0
                  ? "mend the data, or say how to read them: columns of names are listed in data.categorical, others have data.delimiter, data.header and network.task"
                  : "mend the data, or set data.badRows = skip to leave them out"));
    }
    notice.accept(
        request.key()
            + ": skipped "
            + count
            + " of "
            + (summary.rows + summary.bad)
            + "; the first: "
            + first.text());
  }

  /**
   * A copy of the complaint about a bad row, with the row's line number in place of its byte
   * offset.
   */
  private static Chunk.Complaint located(Chunk.Complaint complaint, Configuration conf)
      throws IOException {
    if (!complaint.unit().equals("byte")) {
      return complaint;
    }
    long line = InputFiles.lineAt(complaint.file(), complaint.place(), conf);
    return new Chunk.Complaint(
        complaint.file(), line, "line", complaint.sentence(), complaint.fatal());
  }

  /**
   * Learns the encoding from the rows.
   *
   * @param classes function from the labels found in the data to the names of all classes
   * @throws DataException if the label or a categorical column has too many different values
   */
  Encoding learnEncoding(UnaryOperator<List<String>> classes) {
    List<Encoding.Category> categories = new ArrayList<>();
    for (int c = 0; c < source.categoricalNames().size(); c++) {
      String name = source.categoricalNames().get(c);
      List<String> values = List.copyOf(summary.categories().get(c));
      limit("column '" + name + "' of data.categorical", values.size(), InputSummary.MOST_VALUES);
      categories.add(new Encoding.Category(name, values));
    }
    List<String> labels = null;
    if (request.classes()) {
      List<String> found = Labels.sortLabels(summary.labels());
      limit("the label", found.size(), InputSummary.MOST_CLASSES);
      labels = classes.apply(found);
      known(found, labels, "label");
      if (labels.size() < 2) {
        throw new DataException(
            request.uri()
                + ": the label has the single value '"
                + labels.get(0)
                + "'; classification needs rows of at least two classes");
      }
    }
    boolean sparse =
        summary.sparse()
            && categories.isEmpty()
            && (!source.mayBeDense() || summary.density() < SPARSE_BELOW);
    return new Encoding(
        summary.width(),
        source.numericNames(),
        sparse,
        sparse ? summary.density() : 1.0,
        categories,
        request.data().indexed(),
        source.targetNames(),
        labels,
        labels != null ? 1 : summary.targetWidth());
  }

  private void limit(String what, int values, int most) {
    if (values > most) {
      throw new DataException(
          request.uri()
              + ": "
              + what
              + " has "
              + values
              + " different values, expected at most "
              + most
              + "; if it is a number, use network.task = regression or data.features");
    }
  }

  /**
   * Checks that the rows fit an encoding that was learned from other rows.
   *
   * @throws DataException if the number of features, the classes or the categories of the rows do
   *     not fit
   */
  public void check(Encoding encoding) {
    boolean fits =
        summary.sparse()
            ? summary.width() <= encoding.width()
            : summary.width() == encoding.width();
    if (!fits) {
      throw new DataException(
          request.place()
              + ": rows have "
              + summary.width()
              + " numeric features, the model has "
              + encoding.width()
              + "; use data of the same columns");
    }
    if (request.needLabel() && encoding.classes()) {
      known(summary.labels(), encoding.labels(), "label");
    }
    for (int c = 0; c < encoding.categories().size(); c++) {
      Encoding.Category category = encoding.categories().get(c);
      known(
          summary.categories().get(c),
          category.values(),
          "value of column '" + category.name() + "'");
    }
  }

  private void known(Iterable<String> found, List<String> values, String what) {
    for (String value : found) {
      if (!values.contains(value)) {
        throw new DataException(request.place() + ": " + Encoding.unknown(value, what, values));
      }
    }
  }

  /** The columns of the input that are written together with the predictions. */
  public List<StructField> carried() {
    return source.carried();
  }

  /** False if the names of the carried columns are made up. */
  public boolean named() {
    return source.named();
  }

  public JavaRDD<Chunk> chunks() {
    return chunks;
  }

  public InputSummary summary() {
    return summary;
  }

  /** Removes the rows from the cache. */
  @Override
  public void close() {
    Unpersist.free(List.of(chunks.rdd()));
  }
}
