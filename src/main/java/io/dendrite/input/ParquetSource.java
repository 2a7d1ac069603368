package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.StructField;

/**
 * Rows from Parquet: numeric columns, arrays of numbers and MLlib vectors as features; numbers,
 * booleans or text as labels and categories. An array or vector column gives as many features as
 * its first row has; a single column of sparse vectors stays sparse.
 */
final class ParquetSource implements RowSource {
  /** At most this many files are opened to find the one that is damaged. */
  private static final int LOOKED_AT = 100;

  private Dataset<Row> table;
  private final String uri;
  private final boolean carry;
  private final List<ColumnReader.Feature> features;
  private final List<String> numericNames = new ArrayList<>();
  private final List<String> categorical;
  private final List<String> label;
  private final ColumnReader reader;

  ParquetSource(SparkSession spark, RowRequest request, List<FileStatus> files) {
    uri = request.uri();
    carry = request.carry();
    table = read(spark, request, files);
    TrainConfig.Data data = request.data();
    Encoding known = request.known();
    label = request.needLabel() ? request.labelColumns() : List.of();
    if (request.needLabel() && label.isEmpty()) {
      throw new DataException(
          "data.label is empty; expected the name of the label column of "
              + uri
              + ": "
              + columns());
    }
    if (request.needLabel() && request.classes() && label.size() > 1) {
      throw new DataException(
          "data.label names "
              + label.size()
              + " columns; classification has one label (several are for regression)");
    }
    categorical =
        known == null
            ? data.categorical()
            : known.categories().stream().map(Encoding.Category::name).toList();
    String weight = request.needLabel() ? data.weight() : "";
    label.forEach(this::require);
    categorical.forEach(this::require);
    if (!weight.isEmpty()) {
      require(weight);
    }
    List<String> numeric = names(request, weight);
    numeric.forEach(this::require);
    if (!carry) {
      // Columns that are not used are not read, unless all columns are repeated beside the
      // predictions.
      Set<String> used = new LinkedHashSet<>(numeric);
      used.addAll(categorical);
      used.addAll(label);
      used.addAll(weight.isEmpty() ? List.of() : List.of(weight));
      table =
          table.select(
              // In the table's order: for any other, Spark reads rows instead of batches, to
              // reorder the columns.
              Stream.of(table.columns())
                  .filter(used::contains)
                  .map(name -> table.col("`" + name.replace("`", "``") + "`"))
                  .toArray(Column[]::new));
    }
    features = featureColumns(numeric);
    boolean sparse = vectorColumn();
    int width = features.stream().mapToInt(ColumnReader.Feature::width).sum();
    for (ColumnReader.Feature feature : features) {
      String name = feature.column().name;
      for (int i = 0; i < feature.width() && !sparse; i++) {
        numericNames.add(feature.column().isNumber() ? name : name + "[" + i + "]");
      }
    }
    RawBlock.Target target =
        !request.needLabel()
            ? RawBlock.Target.NONE
            : request.classes() ? RawBlock.Target.CLASS : RawBlock.Target.NUMBERS;
    RawBlock.Schema schema =
        new RawBlock.Schema(
            width,
            sparse,
            target,
            target == RawBlock.Target.NUMBERS ? label.size() : 0,
            categorical.size(),
            !weight.isEmpty());
    reader =
        new ColumnReader(
            schema,
            features,
            categorical.stream().map(this::column).toList(),
            label.stream().map(this::column).toList(),
            weight.isEmpty() ? null : column(weight),
            data.meanForMissing());
  }

  private static Dataset<Row> read(SparkSession spark, RowRequest request, List<FileStatus> files) {
    String where = request.key() + " = " + request.uri();
    String[] paths = files.stream().map(f -> f.getPath().toString()).toArray(String[]::new);
    try {
      return InputFiles.literally(spark).parquet(paths);
    } catch (Exception together) { // Scala code throws checked exceptions without declaring them.
      // If Spark does not name the file, it is the first one that cannot be opened on its own.
      boolean named = !UnreadableParquet.named(together).isEmpty();
      for (int i = 0; i < (named ? 0 : Math.min(LOOKED_AT, paths.length)); i++) {
        try {
          InputFiles.literally(spark).parquet(paths[i]);
        } catch (Exception alone) {
          throw UnreadableParquet.file(where, paths[i], alone);
        }
      }
      throw UnreadableParquet.rows(where, together);
    }
  }

  /** The columns that hold numeric features. */
  private List<String> names(RowRequest request, String weight) {
    List<String> chosen = request.data().features();
    if (request.known() != null && !request.known().names().isEmpty()) {
      Set<String> columns = new LinkedHashSet<>();
      request.known().names().forEach(name -> columns.add(name.replaceFirst("\\[\\d+\\]$", "")));
      chosen = List.copyOf(columns);
    }
    List<String> names = new ArrayList<>();
    for (String name : chosen.isEmpty() ? List.of(table.columns()) : chosen) {
      boolean other =
          request.labelColumns().contains(name)
              || categorical.contains(name)
              || name.equals(weight)
              || name.equals(request.data().weight());
      if (!other) {
        names.add(name);
      } else if (label.contains(name) && !chosen.isEmpty()) {
        throw new DataException("data.features names '" + name + "', which is a label column");
      }
    }
    return names;
  }

  private List<ColumnReader.Feature> featureColumns(List<String> names) {
    List<ColumnReader.Feature> found = new ArrayList<>();
    Row first = null;
    for (String name : names) {
      TableColumn column = column(name);
      int width = 1;
      if (column.isNumberArray() || column.isVector()) {
        first = first == null ? first() : first;
        width = width(first, name);
      } else if (!column.isNumber()) {
        throw new DataException(
            uri
                + ": column '"
                + name
                + "' is of type "
                + column.typeName()
                + "; a feature is a number, an array of numbers or a vector"
                + (column.isText()
                    ? "; list it in data.categorical, or leave it out of data.features"
                    : ""));
      }
      found.add(new ColumnReader.Feature(column, width));
    }
    return found;
  }

  private int width(Row first, String name) {
    int index = table.schema().fieldIndex(name);
    Object value = first.get(index);
    if (value == null) {
      throw new DataException(
          uri + ": column '" + name + "' is null in the first row; expected an array or vector");
    }
    return value instanceof Vector vector ? vector.size() : first.getList(index).size();
  }

  private Row first() {
    List<Row> rows;
    try {
      rows = table.takeAsList(1);
    } catch (Exception e) {
      throw UnreadableParquet.rows(uri, e);
    }
    if (rows.isEmpty()) {
      throw new DataException(uri + ": no rows; expected at least one");
    }
    return rows.get(0);
  }

  private void require(String name) {
    if (!List.of(table.columns()).contains(name)) {
      throw new DataException(uri + ": no column '" + name + "'; the columns are " + columns());
    }
  }

  private TableColumn column(String name) {
    return new TableColumn(table.schema(), name);
  }

  private String columns() {
    return String.join(", ", table.columns());
  }

  @Override
  public JavaRDD<Chunk> chunks() {
    ColumnReader reader = this.reader;
    List<TableColumn> columns = Stream.of(table.columns()).map(this::column).toList();
    String file = uri;
    boolean carry = this.carry;
    return internalRows()
        .mapPartitions(rows -> new TableChunks(rows, reader, columns, file, carry), true);
  }

  /**
   * The table's rows as views on the column batches that Spark's Parquet reader fills; where the
   * reader gives no batches (for a very wide table, or switched off), as Spark's packed rows.
   */
  private JavaRDD<InternalRow> internalRows() {
    QueryExecution execution = ((org.apache.spark.sql.classic.Dataset<Row>) table).queryExecution();
    SparkPlan scan = execution.executedPlan();
    while (scan instanceof WholeStageCodegenExec
        || scan instanceof ColumnarToRowExec
        || scan instanceof InputAdapter) {
      scan = scan.children().head();
    }
    return scan.supportsColumnar()
        ? scan.executeColumnar().toJavaRDD().mapPartitions(TableChunks.BatchRows::new, true)
        : execution.toRdd().toJavaRDD();
  }

  @Override
  public boolean mayBeDense() {
    return true;
  }

  /**
   * One column of vectors: some rows may be sparse and some dense, so all are read as sparse ones.
   */
  private boolean vectorColumn() {
    return features.size() == 1 && features.get(0).column().isVector();
  }

  @Override
  public List<String> numericNames() {
    return numericNames;
  }

  @Override
  public List<String> categoricalNames() {
    return categorical;
  }

  @Override
  public List<String> targetNames() {
    return label;
  }

  @Override
  public List<StructField> carried() {
    return List.of(table.schema().fields());
  }
}
