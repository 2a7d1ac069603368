package io.dendrite.train;

import io.dendrite.data.BadRow;
import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileStatus;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;

/**
 * Rows from Parquet: numeric columns, arrays of numbers and MLlib vectors as features; numbers,
 * booleans or text as labels and categories. An array or vector column gives as many features as
 * its first row has; a single column of sparse vectors stays sparse.
 */
final class ParquetSource implements RowSource {
  private final Dataset<Row> table;
  private final String uri;
  private final boolean carry;
  private final List<ColumnReader.Column> features;
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
    features = featureColumns(names(request, weight));
    boolean sparse = vectorColumn();
    int width = features.stream().mapToInt(ColumnReader.Column::width).sum();
    for (ColumnReader.Column column : features) {
      for (int i = 0; i < column.width() && !sparse; i++) {
        numericNames.add(column.scalar() ? column.name() : column.name() + "[" + i + "]");
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
            categorical.stream().map(this::index).toList(),
            label.stream().map(this::index).toList(),
            weight.isEmpty() ? -1 : index(weight),
            data.meanForMissing());
  }

  private static Dataset<Row> read(SparkSession spark, RowRequest request, List<FileStatus> files) {
    try {
      return spark
          .read()
          .parquet(files.stream().map(f -> f.getPath().toString()).toArray(String[]::new));
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      throw new DataException(
          request.key() + " = " + request.uri() + " cannot be read as Parquet: " + firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
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

  private List<ColumnReader.Column> featureColumns(List<String> names) {
    List<ColumnReader.Column> columns = new ArrayList<>();
    Row first = null;
    for (String name : names) {
      require(name);
      DataType type = table.schema().apply(name).dataType();
      if (type instanceof NumericType || type instanceof BooleanType) {
        columns.add(new ColumnReader.Column(name, index(name), 1, true));
        continue;
      }
      boolean array = type instanceof ArrayType list && list.elementType() instanceof NumericType;
      if (!array && !type.equals(SQLDataTypes.VectorType())) {
        throw new DataException(
            uri
                + ": column '"
                + name
                + "' is of type "
                + type.simpleString()
                + "; a feature is a number, an array of numbers or a vector"
                + (type instanceof StringType
                    ? "; list it in data.categorical, or leave it out of data.features"
                    : ""));
      }
      first = first == null ? first() : first;
      Object value = first.get(index(name));
      if (value == null) {
        throw new DataException(
            uri + ": column '" + name + "' is null in the first row; expected an array or vector");
      }
      int width =
          value instanceof Vector vector ? vector.size() : first.getList(index(name)).size();
      columns.add(new ColumnReader.Column(name, index(name), width, false));
    }
    return columns;
  }

  private Row first() {
    List<Row> rows = table.takeAsList(1);
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

  private int index(String name) {
    return table.schema().fieldIndex(name);
  }

  private String columns() {
    return String.join(", ", table.columns());
  }

  @Override
  public JavaRDD<Chunk> chunks() {
    ColumnReader reader = this.reader;
    String file = uri;
    boolean carry = this.carry;
    return table.javaRDD().mapPartitions(rows -> new Chunks(rows, reader, file, carry), true);
  }

  /** The rows of a partition, a chunk at a time. */
  private static final class Chunks implements Iterator<Chunk> {
    private final Iterator<Row> rows;
    private final ColumnReader reader;
    private final String file;
    private final boolean carry;

    Chunks(Iterator<Row> rows, ColumnReader reader, String file, boolean carry) {
      this.rows = rows;
      this.reader = reader;
      this.file = file;
      this.carry = carry;
    }

    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Chunk next() {
      RawBlock.Builder out = RawBlock.builder(reader.schema());
      List<Object[]> carried = new ArrayList<>();
      List<Chunk.Complaint> complaints = new ArrayList<>();
      long bad = 0;
      while (rows.hasNext() && out.rows() < CHUNK_ROWS) {
        Row row = rows.next();
        try {
          reader.read(row, out);
          if (carry) {
            Object[] values = new Object[row.length()];
            for (int i = 0; i < values.length; i++) {
              values[i] = row.get(i);
            }
            carried.add(values);
          }
        } catch (BadRow e) {
          bad++;
          if (complaints.size() < Chunk.KEPT) {
            String shown = row.toString();
            String text = shown.length() > 120 ? shown.substring(0, 120) + "..." : shown;
            complaints.add(
                new Chunk.Complaint(file, 0, "", e.getMessage() + ", in the row " + text, false));
          }
        }
      }
      return new Chunk(out.rows() == 0 ? null : out.build(), carried, complaints, bad);
    }
  }

  @Override
  public boolean mayBeDense() {
    return true;
  }

  /**
   * One column of vectors: some rows may be sparse and some dense, so all are read as sparse ones.
   */
  private boolean vectorColumn() {
    return features.size() == 1
        && table
            .schema()
            .apply(features.get(0).name())
            .dataType()
            .equals(SQLDataTypes.VectorType());
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
