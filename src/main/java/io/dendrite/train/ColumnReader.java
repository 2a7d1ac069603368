package io.dendrite.train;

import io.dendrite.data.BadRow;
import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/**
 * Reads the columns of a Spark row into a raw block.
 *
 * @param categorical column indices of the categories
 * @param label column indices of the targets
 * @param weight column index of the weight, or -1
 * @param missingAllowed may features be null or NaN?
 */
record ColumnReader(
    RawBlock.Schema schema,
    List<Column> features,
    List<Integer> categorical,
    List<Integer> label,
    int weight,
    boolean missingAllowed)
    implements Serializable {

  /**
   * A feature column.
   *
   * @param width features that it gives
   * @param scalar one number, or an array or vector
   */
  record Column(String name, int index, int width, boolean scalar) implements Serializable {}

  /**
   * Adds a row to a block.
   *
   * @throws BadRow if it cannot be used: nothing was added
   */
  void read(Row row, RawBlock.Builder out) {
    out.begin();
    try {
      int at = 0;
      for (Column column : features) {
        feature(row.get(column.index()), column, at, out);
        at += column.width();
      }
      for (int i = 0; i < categorical.size(); i++) {
        Object value = row.get(categorical.get(i));
        if (value != null) {
          byte[] text = text(value);
          out.category(i, text, 0, text.length);
        } else if (!missingAllowed) {
          throw new BadRow(name(row, categorical.get(i)), "null", "a value");
        }
      }
      target(row, out);
      if (weight >= 0) {
        float value = number(row, weight);
        if (value < 0) {
          throw new BadRow(name(row, weight), Float.toString(value), "a weight of at least 0");
        }
        out.weight(value);
      }
    } catch (BadRow e) {
      out.rollback();
      throw e;
    }
    out.commit();
  }

  private void target(Row row, RawBlock.Builder out) {
    if (schema.target() == RawBlock.Target.CLASS) {
      Object value = row.get(label.get(0));
      if (value == null) {
        throw new BadRow(name(row, label.get(0)), "null", "a label");
      }
      byte[] text = text(value);
      out.label(text, 0, text.length);
    } else if (schema.target() == RawBlock.Target.NUMBERS) {
      for (int i = 0; i < label.size(); i++) {
        out.target(i, number(row, label.get(i)));
      }
    }
  }

  private void feature(Object value, Column column, int at, RawBlock.Builder out) {
    if (column.scalar()) {
      out.value(at, feature(column, value));
      return;
    }
    if (value == null) {
      throw new BadRow(place(column.name()), "null", column.width() + " numbers");
    }
    if (value instanceof SparseVector vector) {
      checkWidth(column, vector.size());
      for (int i = 0; i < vector.indices().length; i++) {
        entry(out, at + vector.indices()[i], feature(column, vector.values()[i]));
      }
    } else if (value instanceof Vector vector) {
      checkWidth(column, vector.size());
      double[] values = ((DenseVector) vector).values();
      for (int i = 0; i < values.length; i++) {
        entry(out, at + i, feature(column, values[i]));
      }
    } else {
      List<?> list = scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
      checkWidth(column, list.size());
      for (int i = 0; i < list.size(); i++) {
        out.value(at + i, feature(column, list.get(i)));
      }
    }
  }

  /** Stores no zeros in sparse rows, however the vector wrote them. */
  private void entry(RawBlock.Builder out, int index, float value) {
    if (value != 0 || !schema.sparse()) {
      out.value(index, value);
    }
  }

  private static void checkWidth(Column column, int found) {
    if (found != column.width()) {
      throw new BadRow(
          place(column.name()), found + " numbers", column.width() + " as in the first row");
    }
  }

  private float feature(Column column, Object value) {
    float number = number(value);
    boolean missing = value == null || value instanceof Number n && Double.isNaN(n.doubleValue());
    if (!Float.isFinite(number) && !(missing && missingAllowed)) {
      throw notFinite(column.name(), value);
    }
    return number;
  }

  private static float number(Row row, int index) {
    float number = number(row.get(index));
    if (!Float.isFinite(number)) {
      throw notFinite(row.schema().fields()[index].name(), row.get(index));
    }
    return number;
  }

  /** The value as a float; NaN if it is none. */
  private static float number(Object value) {
    return value instanceof Number n
        ? n.floatValue()
        : value instanceof Boolean b ? (b ? 1f : 0f) : Float.NaN;
  }

  private static BadRow notFinite(String column, Object value) {
    return new BadRow(place(column), String.valueOf(value), "a number within the range of float");
  }

  private static String place(String column) {
    return "column " + column;
  }

  private static String name(Row row, int index) {
    return place(row.schema().fields()[index].name());
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
