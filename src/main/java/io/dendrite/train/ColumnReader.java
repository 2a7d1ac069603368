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
        float value = number(row, weight, row.get(weight));
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
        out.target(i, number(row, label.get(i), row.get(label.get(i))));
      }
    }
  }

  private void feature(Object value, Column column, int at, RawBlock.Builder out) {
    String place = "column " + column.name();
    if (column.scalar()) {
      out.value(at, feature(place, value));
      return;
    }
    if (value == null) {
      throw new BadRow(place, "null", column.width() + " numbers");
    }
    if (value instanceof SparseVector vector) {
      checkWidth(place, vector.size(), column.width());
      for (int i = 0; i < vector.indices().length; i++) {
        entry(out, at + vector.indices()[i], feature(place, vector.values()[i]));
      }
    } else if (value instanceof Vector vector) {
      checkWidth(place, vector.size(), column.width());
      double[] values = ((DenseVector) vector).values();
      for (int i = 0; i < values.length; i++) {
        entry(out, at + i, feature(place, values[i]));
      }
    } else {
      List<?> list = scala.collection.JavaConverters.seqAsJavaList((scala.collection.Seq<?>) value);
      checkWidth(place, list.size(), column.width());
      for (int i = 0; i < list.size(); i++) {
        out.value(at + i, feature(place, list.get(i)));
      }
    }
  }

  /** Stores no zeros in sparse rows, however the vector wrote them. */
  private void entry(RawBlock.Builder out, int index, float value) {
    if (value != 0 || !schema.sparse()) {
      out.value(index, value);
    }
  }

  private static void checkWidth(String place, int found, int wanted) {
    if (found != wanted) {
      throw new BadRow(place, found + " numbers", wanted + " as in the first row");
    }
  }

  private float feature(String place, Object value) {
    if (missingAllowed
        && (value == null || value instanceof Number n && Double.isNaN(n.doubleValue()))) {
      return Float.NaN;
    }
    return finite(place, value);
  }

  private static float number(Row row, int index, Object value) {
    return finite(name(row, index), value);
  }

  private static float finite(String place, Object value) {
    float number =
        value instanceof Number n
            ? n.floatValue()
            : value instanceof Boolean b ? (b ? 1f : 0f) : Float.NaN;
    if (!Float.isFinite(number)) {
      throw new BadRow(place, String.valueOf(value), "a number within the range of float");
    }
    return number;
  }

  private static String name(Row row, int index) {
    return "column " + row.schema().fields()[index].name();
  }

  private static byte[] text(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }
}
