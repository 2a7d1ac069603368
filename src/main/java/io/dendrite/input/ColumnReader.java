package io.dendrite.input;

import io.dendrite.data.BadRow;
import io.dendrite.data.RawBlock;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.ml.linalg.SparseVector;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Reads rows of a Spark table into a raw block.
 *
 * @param categorical columns of the categorical features
 * @param label columns of the targets
 * @param weight column of the row weights; null if rows have no weights
 * @param missingAllowed whether features may be null or NaN
 */
public record ColumnReader(
    RawBlock.Schema schema,
    List<Feature> features,
    List<TableColumn> categorical,
    List<TableColumn> label,
    TableColumn weight,
    boolean missingAllowed)
    implements Serializable {

  /**
   * A feature column.
   *
   * @param width number of features that the column holds
   */
  public record Feature(TableColumn column, int width) implements Serializable {}

  /**
   * Adds a row to a block.
   *
   * @throws BadRow if the row cannot be used, so that no row was added to the block
   */
  public void read(InternalRow row, RawBlock.Builder out) {
    out.begin();
    try {
      int at = 0;
      for (Feature feature : features) {
        if (feature.column().isNumber()) {
          out.value(at, checked(feature.column().number(row), feature.column(), row));
        } else {
          several(row, feature, at, out);
        }
        at += feature.width();
      }
      for (int i = 0; i < categorical.size(); i++) {
        category(row, i, out);
      }
      target(row, out);
      if (weight != null) {
        float value = finite(row, weight);
        if (value < 0) {
          throw new BadRow(place(weight), Float.toString(value), "a weight of at least 0");
        }
        out.weight(value);
      }
    } catch (BadRow e) {
      out.rollback();
      throw e;
    }
    out.commit();
  }

  private void several(InternalRow row, Feature feature, int at, RawBlock.Builder out) {
    TableColumn column = feature.column();
    if (column.isNull(row)) {
      throw new BadRow(place(column), "null", feature.width() + " numbers");
    }
    if (column.isNumberArray()) {
      ArrayData array = column.array(row);
      checkWidth(feature, array.numElements());
      for (int i = 0; i < feature.width(); i++) {
        out.value(at + i, checked(column.number(array, i), column, row));
      }
      return;
    }
    Vector vector = column.vector(row);
    checkWidth(feature, vector.size());
    int[] indices = vector instanceof SparseVector sparse ? sparse.indices() : null;
    double[] values =
        vector instanceof SparseVector sparse ? sparse.values() : vector.toDense().values();
    for (int i = 0; i < values.length; i++) {
      float value = checked((float) values[i], column, row);
      // Sparse rows never store zeros. An MLlib vector may store explicit zeros, which are left
      // out.
      if (value != 0 || !schema.sparse()) {
        out.value(at + (indices == null ? i : indices[i]), value);
      }
    }
  }

  private void category(InternalRow row, int i, RawBlock.Builder out) {
    TableColumn column = categorical.get(i);
    if (!column.isNull(row)) {
      byte[] text = column.text(row);
      out.category(i, text, 0, text.length);
    } else if (!missingAllowed) {
      throw new BadRow(place(column), "null", "a value");
    }
  }

  private void target(InternalRow row, RawBlock.Builder out) {
    if (schema.target() == RawBlock.Target.CLASS) {
      TableColumn column = label.get(0);
      if (column.isNull(row)) {
        throw new BadRow(place(column), "null", "a label");
      }
      byte[] text = column.text(row);
      out.label(text, 0, text.length);
    } else if (schema.target() == RawBlock.Target.NUMBERS) {
      for (int i = 0; i < label.size(); i++) {
        out.target(i, finite(row, label.get(i)));
      }
    }
  }

  private static void checkWidth(Feature feature, int found) {
    if (found != feature.width()) {
      throw new BadRow(
          place(feature.column()),
          found + " numbers",
          feature.width() + " as in the first row, or in training");
    }
  }

  /**
   * Returns the value if it is finite, or if it is NaN and missing values are allowed. Throws
   * {@link BadRow} for any other value.
   */
  private float checked(float value, TableColumn column, InternalRow row) {
    if (!Float.isFinite(value) && !(missingAllowed && Float.isNaN(value))) {
      throw notFinite(column, column.isNumber() ? column.value(row) : value);
    }
    return value;
  }

  private static float finite(InternalRow row, TableColumn column) {
    float value = column.number(row);
    if (!Float.isFinite(value)) {
      throw notFinite(column, column.value(row));
    }
    return value;
  }

  private static BadRow notFinite(TableColumn column, Object found) {
    return new BadRow(place(column), String.valueOf(found), "a number within the range of float");
  }

  private static String place(TableColumn column) {
    return "column " + column.name;
  }
}
