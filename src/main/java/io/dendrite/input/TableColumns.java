package io.dendrite.input;

import io.dendrite.config.TrainConfig;
import io.dendrite.data.DataException;
import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a table that a request reads. Features are numbers, arrays of numbers or MLlib
 * vectors; labels and categories are numbers, booleans or text. The number of features in an array
 * or vector column is known from the model or, without a model, from the table's first row. If the
 * only feature column holds sparse vectors, its rows stay sparse.
 */
public final class TableColumns {
  private final String uri;
  private final StructType schema;
  private final RowRequest request;
  private final List<String> label;
  private final List<String> categorical;
  private final String weight;
  private final List<String> numericNames = new ArrayList<>();
  private ColumnReader reader;

  private TableColumns(StructType schema, RowRequest request) {
    this.schema = schema;
    this.request = request;
    uri = request.uri();
    TrainConfig.Data data = request.data();
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
              + " columns; classification has one label (several are for multi-label and regression)");
    }
    categorical =
        request.known() == null
            ? data.categorical()
            : request.known().categories().stream().map(Encoding.Category::name).toList();
    weight = request.needLabel() ? data.weight() : "";
  }

  /**
   * Finds the columns that a request reads in a table with the given schema.
   *
   * @param first supplier of the table's first row; it is called at most once, and only if the
   *     encoding is not yet known
   * @throws DataException if a column is missing, or its type does not fit
   */
  public static TableColumns of(StructType schema, RowRequest request, Supplier<Row> first) {
    TableColumns columns = new TableColumns(schema, request);
    columns.reader = columns.reader(first);
    return columns;
  }

  /**
   * The names of the columns of a table that a request reads.
   *
   * @throws DataException if a column is missing, or the table has two columns of the same name
   */
  static Set<String> used(StructType schema, RowRequest request) {
    TableColumns columns = new TableColumns(schema, request);
    Set<String> used = new LinkedHashSet<>(columns.numeric());
    used.addAll(columns.categorical);
    used.addAll(columns.label);
    used.addAll(columns.weight.isEmpty() ? List.of() : List.of(columns.weight));
    used.forEach(columns::require);
    return used;
  }

  private void require(String name) {
    long found = Stream.of(schema.fieldNames()).filter(name::equals).count();
    if (found == 0) {
      throw new DataException(uri + ": no column '" + name + "'; the columns are " + columns());
    }
    if (found > 1) {
      throw new DataException(
          uri
              + ": "
              + found
              + " columns are called '"
              + name
              + "'; expected one: rename the others");
    }
  }

  /** The columns that hold numeric features. */
  private List<String> numeric() {
    Encoding known = request.known();
    List<String> chosen = request.data().features();
    if (known != null && !known.names().isEmpty()) {
      Set<String> columns = new LinkedHashSet<>();
      known.names().forEach(name -> columns.add(isField(name) ? name : column(name)));
      chosen = List.copyOf(columns);
    }
    List<String> names = new ArrayList<>();
    for (String name : chosen.isEmpty() ? others() : chosen) {
      boolean other =
          request.labelColumns().contains(name)
              || categorical.contains(name)
              || name.equals(weight)
              || name.equals(request.data().weight());
      if (!other) {
        names.add(name);
      } else if (!chosen.isEmpty() && (label.contains(name) || name.equals(weight))) {
        throw new DataException(
            "data.features names '"
                + name
                + "', which is "
                + (label.contains(name) ? "a label column" : "the column of weights"));
      }
    }
    return names;
  }

  /**
   * The candidates for feature columns if the settings list no feature columns. If a setting names
   * the table, the candidates are all columns of the table. If the table is the caller's DataFrame,
   * there are no candidates, since a Spark ML stage always lists its feature columns.
   */
  private List<String> others() {
    return request.table() == null ? List.of(schema.fieldNames()) : List.of();
  }

  private boolean isField(String name) {
    return List.of(schema.fieldNames()).contains(name);
  }

  /**
   * The name of the column that holds a feature, for example {@code v} for the feature {@code
   * v[3]}.
   */
  private static String column(String feature) {
    return feature.replaceFirst("\\[\\d+\\]$", "");
  }

  private ColumnReader reader(Supplier<Row> first) {
    List<ColumnReader.Feature> features = features(first);
    // If the only feature column holds vectors, all rows are read as sparse rows, since the vectors
    // may be sparse or dense.
    boolean sparse = features.size() == 1 && features.get(0).column().isVector();
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
    return new ColumnReader(
        new RawBlock.Schema(
            features.stream().mapToInt(ColumnReader.Feature::width).sum(),
            sparse,
            target,
            target == RawBlock.Target.NUMBERS ? label.size() : 0,
            categorical.size(),
            !weight.isEmpty()),
        features,
        categorical.stream().map(name -> new TableColumn(schema, name)).toList(),
        label.stream().map(name -> new TableColumn(schema, name)).toList(),
        weight.isEmpty() ? null : new TableColumn(schema, weight),
        request.data().meanForMissing());
  }

  private List<ColumnReader.Feature> features(Supplier<Row> first) {
    List<String> names = numeric();
    List<ColumnReader.Feature> found = new ArrayList<>();
    Row row = null;
    for (String name : names) {
      TableColumn column = new TableColumn(schema, name);
      int width = 1;
      if (column.isNumberArray() || column.isVector()) {
        if (request.known() != null) {
          width = knownWidth(name, names.size());
        } else {
          row = row == null ? first.get() : row;
          width = width(row, name);
        }
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

  private int knownWidth(String name, int columns) {
    Encoding known = request.known();
    return columns == 1
        ? known.width()
        : (int) known.names().stream().filter(feature -> column(feature).equals(name)).count();
  }

  private int width(Row first, String name) {
    int index = schema.fieldIndex(name);
    StructField field = schema.fields()[index];
    int size =
        field.dataType().equals(SQLDataTypes.VectorType())
            ? AttributeGroup.fromStructField(field).size()
            : -1;
    if (size > 0) {
      return size;
    }
    Object value = first.get(index);
    if (value == null) {
      throw new DataException(
          uri + ": column '" + name + "' is null in the first row; expected an array or vector");
    }
    return value instanceof Vector vector ? vector.size() : first.getList(index).size();
  }

  private String columns() {
    return String.join(", ", schema.fieldNames());
  }

  /** Creates a reader of these columns for rows that have the table's schema. */
  public ColumnReader reader() {
    return reader;
  }

  /** All columns of the schema. */
  List<TableColumn> all() {
    return Stream.of(schema.fieldNames()).map(name -> new TableColumn(schema, name)).toList();
  }

  /** Names of the numeric features; empty if the only feature column holds vectors. */
  List<String> numericNames() {
    return numericNames;
  }

  /** Names of the categorical features. */
  List<String> categoricalNames() {
    return categorical;
  }

  /** Names of the label columns. */
  List<String> targetNames() {
    return label;
  }
}
