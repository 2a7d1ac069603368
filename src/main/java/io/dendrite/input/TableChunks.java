package io.dendrite.input;

import io.dendrite.data.BadRow;
import io.dendrite.data.RawBlock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Iterates over the rows of a partition of a table, one chunk at a time. */
final class TableChunks implements Iterator<Chunk> {
  private final Iterator<InternalRow> rows;
  private final ColumnReader reader;
  private final RawBlock.Builder out;
  private final String where;
  private final String format;
  private final boolean carry;
  private final List<TableColumn> columns;

  TableChunks(
      Iterator<InternalRow> rows,
      ColumnReader reader,
      List<TableColumn> columns,
      String where,
      String format,
      boolean carry) {
    this.rows = rows;
    this.reader = reader;
    this.where = where;
    this.format = format;
    this.carry = carry;
    this.columns = columns;
    out = RawBlock.builder(reader.schema());
  }

  @Override
  public boolean hasNext() {
    try {
      return rows.hasNext();
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      throw UnreadableTable.rows(where, format, e);
    }
  }

  @Override
  public Chunk next() {
    List<Object[]> carried = new ArrayList<>();
    List<Chunk.Complaint> complaints = new ArrayList<>();
    long bad = 0;
    while (hasNext() && out.rows() < RowSource.CHUNK_ROWS && out.bytes() < RowSource.CHUNK_BYTES) {
      InternalRow row = rows.next();
      try {
        reader.read(row, out);
        if (carry) {
          carried.add(values(row));
        }
      } catch (BadRow e) {
        bad++;
        if (complaints.size() < Chunk.KEPT) {
          String shown = Arrays.toString(values(row));
          String text = shown.length() > 120 ? shown.substring(0, 120) + "..." : shown;
          complaints.add(
              new Chunk.Complaint(where, 0, "", e.getMessage() + ", in the row " + text, false));
        }
      } catch (RuntimeException e) { // Reading a value decodes it, which may fail.
        throw UnreadableTable.rows(where, format, e);
      }
    }
    return new Chunk(out.rows() == 0 ? null : out.build(), carried, complaints, bad);
  }

  private Object[] values(InternalRow row) {
    return columns.stream().map(column -> column.value(row)).toArray();
  }

  /**
   * Iterates over the rows of Spark's column batches. Each row is a view of its batch, not a copy.
   */
  static final class BatchRows implements Iterator<InternalRow> {
    private final Iterator<ColumnarBatch> batches;
    private Iterator<InternalRow> rows = Collections.emptyIterator();

    BatchRows(Iterator<ColumnarBatch> batches) {
      this.batches = batches;
    }

    @Override
    public boolean hasNext() {
      while (!rows.hasNext() && batches.hasNext()) {
        rows = batches.next().rowIterator();
      }
      return rows.hasNext();
    }

    @Override
    public InternalRow next() {
      return rows.next();
    }
  }
}
