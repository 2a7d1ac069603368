package io.dendrite.ml;

import io.dendrite.ml.param.StageParams;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.ml.attribute.Attribute;
import org.apache.spark.ml.attribute.BinaryAttribute;
import org.apache.spark.ml.attribute.NominalAttribute;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * The classes of a label column. The values of the column are indices of classes.
 *
 * @param column the label column
 * @param names names of the classes, in the order of their indices
 */
record Labels(String column, List<String> names) {
  /**
   * Largest accepted number of classes; a label column that shows more classes is refused as a
   * mistake.
   */
  private static final int MOST = 1_000;

  /**
   * Finds the classes. The number of classes is the last number of {@code layers} if {@code layers}
   * is set; else the number of classes in the column's metadata; else the greatest label plus one.
   *
   * @throws IllegalArgumentException if there are fewer than two classes, or the labels are not
   *     indices
   */
  static Labels of(MlpClassifier stage, StageParams params, Dataset<?> data, FitRows rows) {
    String column = stage.getLabelCol();
    List<String> names = metadata(FeatureColumns.field(data.schema(), column));
    int count = names.size();
    if (stage.isSet(params.layers)) {
      int[] layers = stage.getOrDefault(params.layers);
      count = layers.length == 0 ? 0 : layers[layers.length - 1];
      if (count < 2) {
        throw new IllegalArgumentException(
            "the last of setLayers is " + count + "; expected the number of classes, at least 2");
      }
    } else if (count == 0) {
      count = rows.once("greatest of " + column, () -> greatest(data, column)) + 1;
    }
    if (count < 2) {
      throw new IllegalArgumentException(
          "column " + column + " has only the label 0; classification needs at least two classes");
    }
    return new Labels(
        column,
        names.size() == count
            ? names
            : IntStream.range(0, count).mapToObj(String::valueOf).toList());
  }

  /**
   * The names of the classes in a column's metadata. The names are the indices of the classes if
   * the metadata has only the number of classes, and there are no names if the metadata has
   * neither.
   */
  private static List<String> metadata(StructField field) {
    Attribute attribute = Attribute.fromStructField(field);
    if (attribute instanceof BinaryAttribute binary && binary.values().isDefined()) {
      return Arrays.asList(binary.values().get());
    }
    if (attribute instanceof BinaryAttribute) {
      return List.of("0", "1");
    }
    if (attribute instanceof NominalAttribute nominal) {
      if (nominal.values().isDefined()) {
        return Arrays.asList(nominal.values().get());
      }
      if (nominal.numValues().isDefined()) {
        return IntStream.range(0, (int) nominal.numValues().get())
            .mapToObj(String::valueOf)
            .toList();
      }
    }
    return List.of();
  }

  private static int greatest(Dataset<?> data, String column) {
    Column label = data.col("`" + column + "`");
    Row row = data.agg(functions.max(label), functions.min(label)).first();
    if (row.isNullAt(0)) {
      throw new IllegalArgumentException(
          "column " + column + " has no labels: the DataFrame has no rows, or all are null");
    }
    double greatest = row.getDouble(0);
    double least = row.getDouble(1);
    if (!(least >= 0 && greatest < MOST && greatest == Math.rint(greatest))) {
      throw new IllegalArgumentException(
          "column "
              + column
              + " has the label "
              + (least >= 0 ? greatest : least)
              + "; expected whole numbers from 0 to "
              + (MOST - 1)
              + ", the indices of the classes: use a StringIndexer");
    }
    return (int) greatest;
  }

  /** Number of classes. */
  int count() {
    return names.size();
  }

  /**
   * The indices of all classes, as text.
   *
   * @param found labels found in the data, as text
   * @throws IllegalArgumentException if a label is not the index of a class
   */
  List<String> all(List<String> found) {
    List<String> all = IntStream.range(0, count()).mapToObj(String::valueOf).toList();
    for (String label : found) {
      if (!all.contains(label)) {
        throw new IllegalArgumentException(
            "column "
                + column
                + " has the label "
                + label
                + "; expected whole numbers from 0 to "
                + (count() - 1)
                + ", the indices of the "
                + count()
                + " classes");
      }
    }
    return all;
  }
}
