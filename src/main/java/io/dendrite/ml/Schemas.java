package io.dendrite.ml;

import io.dendrite.ml.param.StageParams;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Params;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Checks the input columns of stages in a schema and adds their output columns, as Spark's own
 * stages do.
 */
final class Schemas {
  /**
   * The rows that metrics are computed on: with {@code handleInvalid = skip}, those that have a
   * label, since the others are left out of training, too.
   */
  static Dataset<Row> labelled(Dataset<?> data, String label, String invalid) {
    Column column = data.col("`" + label + "`");
    return invalid.equals("skip")
        ? data.toDF().filter(column.isNotNull().and(functions.not(functions.isnan(column))))
        : data.toDF();
  }

  private Schemas() {}

  /**
   * Adds the output columns of a classifier to a schema.
   *
   * @throws IllegalArgumentException if an input column is missing or of a wrong type, or an output
   *     column exists already
   */
  static StructType classifier(
      Params stage, StageParams params, StructType schema, boolean fitting) {
    StructType checked = inputs(stage, params, schema, fitting);
    checked = append(checked, text(stage, "predictionCol"), DataTypes.DoubleType);
    checked = append(checked, text(stage, "rawPredictionCol"), SQLDataTypes.VectorType());
    return append(checked, text(stage, "probabilityCol"), SQLDataTypes.VectorType());
  }

  /**
   * Adds the output column of a regressor to a schema; throws the same exceptions as {@link
   * #classifier}.
   */
  static StructType regressor(
      Params stage, StageParams params, StructType schema, boolean fitting) {
    return append(
        inputs(stage, params, schema, fitting), text(stage, "predictionCol"), DataTypes.DoubleType);
  }

  /**
   * Adds the output column of an autoencoder to a schema.
   *
   * @throws IllegalArgumentException if an input column is missing or of a wrong type, or the
   *     output column exists already
   */
  static StructType autoencoder(Params stage, StageParams params, StructType schema) {
    return append(
        inputs(stage, params, schema, false),
        text(stage, "predictionCol"),
        SQLDataTypes.VectorType());
  }

  private static StructType inputs(
      Params stage, StageParams params, StructType schema, boolean fitting) {
    List<String> names = FeatureColumns.names(stage, params, text(stage, "featuresCol"));
    FeatureColumns.of(schema, names);
    if (fitting) {
      numeric(schema, text(stage, "labelCol"));
      String weight = stage.isDefined(stage.getParam("weightCol")) ? text(stage, "weightCol") : "";
      if (!weight.isEmpty()) {
        numeric(schema, weight);
      }
      indicator(stage, params, schema);
    }
    return schema;
  }

  /** Checks the column that marks the validation rows. */
  static void indicator(Params stage, StageParams params, StructType schema) {
    if (stage.isSet(params.validationIndicatorCol)) {
      String name = stage.getOrDefault(params.validationIndicatorCol);
      require(schema, name, DataTypes.BooleanType, "boolean");
    }
  }

  private static void numeric(StructType schema, String name) {
    DataType type = FeatureColumns.field(schema, name).dataType();
    if (name.contains(".")) {
      throw new IllegalArgumentException(
          "column "
              + name
              + " has a dot in its name, which Spark takes for a field of a struct where labels and"
              + " weights are cast; rename it");
    }
    if (!(type instanceof NumericType)) {
      throw new IllegalArgumentException(
          "requirement failed: Column "
              + name
              + " must be of type numeric but was actually of type "
              + type.catalogString()
              + ".");
    }
  }

  private static void require(StructType schema, String name, DataType wanted, String word) {
    DataType type = FeatureColumns.field(schema, name).dataType();
    if (!type.equals(wanted)) {
      throw new IllegalArgumentException(
          "requirement failed: Column "
              + name
              + " must be of type "
              + word
              + " but was actually of type "
              + type.catalogString()
              + ".");
    }
  }

  private static String text(Params stage, String param) {
    return String.valueOf(stage.getOrDefault(stage.getParam(param)));
  }

  /** Adds a column to a schema, unless the column's name is empty. */
  private static StructType append(StructType schema, String name, DataType type) {
    if (name.isEmpty()) {
      return schema;
    }
    for (String field : schema.fieldNames()) {
      if (field.equals(name)) {
        throw new IllegalArgumentException(
            "requirement failed: Column " + name + " already exists.");
      }
    }
    return schema.add(name, type, false);
  }

  /** A column of vectors with one number for each class. */
  static StructField vector(String name, int size) {
    return new AttributeGroup(name, size).toStructField();
  }

  /** A column of predicted classes. */
  static StructField classes(String name, List<String> labels) {
    return NominalAttribute.defaultAttr()
        .withName(name)
        .withValues(labels.toArray(String[]::new))
        .toStructField();
  }

  /** A column of predicted values. */
  static StructField number(String name) {
    return new StructField(name, DataTypes.DoubleType, false, Metadata.empty());
  }
}
