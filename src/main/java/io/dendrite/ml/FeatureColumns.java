package io.dendrite.ml;

import io.dendrite.ml.param.StageParams;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Names of the feature columns of a stage, by the kind of their values.
 *
 * @param numeric columns of numbers, booleans, arrays of numbers or vectors
 * @param categorical columns of texts
 */
record FeatureColumns(List<String> numeric, List<String> categorical) {
  /** The names in {@code featuresCols} if it is set, else the name in {@code featuresCol}. */
  static List<String> names(Params stage, StageParams params, String featuresCol) {
    if (!stage.isSet(params.featuresCols)) {
      return List.of(featuresCol);
    }
    List<String> names = List.of((String[]) stage.getOrDefault(params.featuresCols));
    if (names.isEmpty() || Set.copyOf(names).size() < names.size()) {
      throw new IllegalArgumentException(
          "setFeaturesCols is " + names + "; expected at least one column, and each once");
    }
    if (stage.isSet(stage.getParam("featuresCol"))) {
      throw new IllegalArgumentException(
          "setFeaturesCols and setFeaturesCol both say which columns hold features; set one of them");
    }
    return names;
  }

  /**
   * Looks up the columns in a schema.
   *
   * @throws IllegalArgumentException if a column is missing, or its type cannot be a feature
   */
  static FeatureColumns of(StructType schema, List<String> names) {
    List<String> numeric = new ArrayList<>();
    List<String> categorical = new ArrayList<>();
    for (String name : names) {
      DataType type = field(schema, name).dataType();
      if (type instanceof StringType) {
        categorical.add(name);
      } else if (isNumber(type)
          || type.equals(SQLDataTypes.VectorType())
          || type instanceof ArrayType array && isNumber(array.elementType())) {
        numeric.add(name);
      } else {
        throw new IllegalArgumentException(
            "column "
                + name
                + " is of type "
                + type.catalogString()
                + "; expected a vector, an array of numbers, a number, a boolean or a text");
      }
    }
    return new FeatureColumns(numeric, categorical);
  }

  /**
   * Looks up one column in a schema.
   *
   * @throws IllegalArgumentException if the column is missing
   */
  static StructField field(StructType schema, String name) {
    for (StructField field : schema.fields()) {
      if (field.name().equals(name)) {
        return field;
      }
    }
    throw new IllegalArgumentException(
        name + " does not exist. Available: " + String.join(", ", schema.fieldNames()));
  }

  private static boolean isNumber(DataType type) {
    return type instanceof NumericType || type instanceof BooleanType;
  }
}
