package io.dendrite.input;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.Function1;
import scala.Function2;

/**
 * One column of a Spark table. Numbers are read directly from Spark's binary row format, without
 * creating an object for each number. (Reading a table of 50 float columns through {@code Row} took
 * twice as long.)
 */
public final class TableColumn implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * The type in which Spark stores the numbers of a column, or the numbers in the arrays of a
   * column.
   */
  private enum Storage {
    BOOLEAN(DataTypes.BooleanType),
    BYTE(DataTypes.ByteType),
    SHORT(DataTypes.ShortType),
    INT(DataTypes.IntegerType),
    LONG(DataTypes.LongType),
    FLOAT(DataTypes.FloatType),
    DOUBLE(DataTypes.DoubleType),
    /** A decimal number of any precision. */
    DECIMAL(null),
    /** Not a number. */
    NONE(null);

    private final DataType type;

    Storage(DataType type) {
      this.type = type;
    }

    static Storage of(DataType type) {
      for (Storage storage : values()) {
        if (type.equals(storage.type)) {
          return storage;
        }
      }
      return type instanceof DecimalType ? DECIMAL : NONE;
    }
  }

  public final String name;

  /** The column's index in the schema. */
  public final int index;

  private final DataType type;
  private final DataType numberType;
  private final Storage storage;
  private final boolean array;
  private transient Function2<SpecializedGetters, Object, Object> accessor;
  private transient Function1<Object, Object> converter;

  TableColumn(StructType schema, String name) {
    index = schema.fieldIndex(name);
    StructField field = schema.fields()[index];
    this.name = name;
    type = field.dataType();
    array = type instanceof ArrayType;
    numberType = type instanceof ArrayType list ? list.elementType() : type;
    storage = Storage.of(numberType);
  }

  /** True if every value of the column is one number. */
  boolean isNumber() {
    return storage != Storage.NONE && !array;
  }

  /** True if every value of the column is an array of numbers. */
  boolean isNumberArray() {
    return storage != Storage.NONE && array;
  }

  /** True if every value of the column is an MLlib vector. */
  boolean isVector() {
    return type.equals(SQLDataTypes.VectorType());
  }

  boolean isText() {
    return type instanceof StringType;
  }

  /** The name of the column's type, for messages. */
  String typeName() {
    return type.simpleString();
  }

  boolean isNull(SpecializedGetters row) {
    return row.isNullAt(index);
  }

  /**
   * The column's value in a row as a float, or NaN for null and for a value that is not a number.
   */
  float number(SpecializedGetters row) {
    return array ? Float.NaN : number(row, index);
  }

  /** The column's array in a row, as a view of Spark's memory. */
  ArrayData array(SpecializedGetters row) {
    return row.getArray(index);
  }

  /**
   * The number at index {@code at} of a row, or of an array of this column, as a float, or NaN for
   * null.
   */
  float number(SpecializedGetters from, int at) {
    if (from.isNullAt(at)) {
      return Float.NaN;
    }
    return switch (storage) {
      case FLOAT -> from.getFloat(at);
      case DOUBLE -> (float) from.getDouble(at);
      case INT -> from.getInt(at);
      case LONG -> from.getLong(at);
      case BOOLEAN -> from.getBoolean(at) ? 1f : 0f;
      case BYTE -> from.getByte(at);
      case SHORT -> from.getShort(at);
      case DECIMAL -> decimal(from, at).floatValue();
      case NONE -> Float.NaN;
    };
  }

  private BigDecimal decimal(SpecializedGetters from, int at) {
    DecimalType decimal = (DecimalType) numberType;
    return from.getDecimal(at, decimal.precision(), decimal.scale()).toJavaBigDecimal();
  }

  /** The column's vector in a row, which must not be null. */
  Vector vector(SpecializedGetters row) {
    return (Vector) value(row);
  }

  /** The column's value in a row as UTF-8 text. The value must not be null. */
  byte[] text(SpecializedGetters row) {
    return isText()
        ? row.getUTF8String(index).getBytes()
        : value(row).toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * The column's value in a row, converted to the type that Spark shows to users; null if the value
   * is null.
   */
  Object value(SpecializedGetters row) {
    if (converter == null) {
      accessor = InternalRow.getAccessor(type, true);
      converter = CatalystTypeConverters.createToScalaConverter(type);
    }
    return converter.apply(accessor.apply(row, index));
  }
}
