package io.dendrite.input;

import io.dendrite.data.DataException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.ColumnarToRowExec;
import org.apache.spark.sql.execution.InputAdapter;
import org.apache.spark.sql.execution.QueryExecution;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.WholeStageCodegenExec;
import org.apache.spark.sql.types.StructField;

/** Rows of a Spark table. */
final class TableSource implements RowSource {
  private final Dataset<Row> table;
  private final String uri;
  private final String format;
  private final boolean carry;
  private final TableColumns columns;

  /**
   * Creates a source of the rows of a table.
   *
   * @param format format of the table's files, for messages; empty if the table has no files of its
   *     own
   * @throws DataException if the table's columns do not fit the request
   */
  TableSource(Dataset<Row> given, RowRequest request, String format) {
    uri = request.uri();
    this.format = format;
    carry = request.carry();
    Set<String> used = TableColumns.used(given.schema(), request);
    // Unused columns are not read, except if all columns are to be written beside the predictions.
    table = carry ? given : given.select(inOrder(given, used));
    columns = TableColumns.of(table.schema(), request, this::first);
  }

  /**
   * The used columns, in the order in which the table has them. If columns were selected in another
   * order, Spark would reorder the columns row by row and produce no column batches.
   */
  private static Column[] inOrder(Dataset<Row> table, Set<String> used) {
    return Stream.of(table.columns())
        .filter(used::contains)
        .map(name -> table.col("`" + name.replace("`", "``") + "`"))
        .toArray(Column[]::new);
  }

  private Row first() {
    List<Row> rows;
    try {
      rows = table.takeAsList(1);
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      throw UnreadableTable.rows(uri, format, e);
    }
    if (rows.isEmpty()) {
      throw new DataException(uri + ": no rows; expected at least one");
    }
    return rows.get(0);
  }

  @Override
  public JavaRDD<Chunk> chunks() {
    ColumnReader reader = columns.reader();
    List<TableColumn> all = columns.all();
    String where = uri;
    String format = this.format;
    boolean carry = this.carry;
    return internalRows()
        .mapPartitions(rows -> new TableChunks(rows, reader, all, where, format, carry), true);
  }

  /**
   * The table's rows as views of the column batches that Spark's Parquet reader fills. If the
   * reader produces no batches (for a very wide table, or if batches are switched off), the rows
   * are Spark's own packed rows.
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

  @Override
  public List<String> numericNames() {
    return columns.numericNames();
  }

  @Override
  public List<String> categoricalNames() {
    return columns.categoricalNames();
  }

  @Override
  public List<String> targetNames() {
    return columns.targetNames();
  }

  @Override
  public List<StructField> carried() {
    return List.of(table.schema().fields());
  }
}
