package io.dendrite.data;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How raw rows are encoded as numbers. The numeric features come first, followed by the categorical
 * features. Each categorical column becomes one feature for each of its values (one-hot), or a
 * single feature that holds the index of the value. Class labels are encoded as class indices. An
 * encoding is learned from the training data and saved in the model.
 *
 * @param width number of numeric features
 * @param names names of the numeric features; empty if they have no names (IDX, LIBSVM)
 * @param sparse whether rows are stored as (index, value) pairs
 * @param density fraction of the numeric features that sparse rows store; 1 if rows are dense, or
 *     if the file of a model does not record the fraction
 * @param categories the categorical columns
 * @param indexed whether categorical columns are encoded as indices, in the order of their values;
 *     an unknown value has the index after the last known value
 * @param targets names of the target columns; empty if they have no names
 * @param labels class names in the order of their indices; null for regression
 * @param targetWidth number of values in the target of a row; 1 for classes
 */
public record Encoding(
    int width,
    List<String> names,
    boolean sparse,
    Double density,
    List<Category> categories,
    boolean indexed,
    List<String> targets,
    List<String> labels,
    int targetWidth)
    implements Serializable {

  /** Sets defaults for values that files of older versions do not record. */
  public Encoding {
    density = density == null ? 1 : density;
  }

  /**
   * A categorical column and its known values.
   *
   * @param name name of the column
   * @param values the known values of the column, sorted
   */
  public record Category(String name, List<String> values) implements Serializable {}

  /** Number of features after encoding. */
  public int inputs() {
    return width + categories.stream().mapToInt(this::columns).sum();
  }

  private int columns(Category category) {
    return indexed ? 1 : category.values().size();
  }

  /** Number of features that may be scaled; the indices of categorical columns are not scaled. */
  public int scalable() {
    return indexed ? width : inputs();
  }

  /** Names of the features after encoding; empty if the numeric features have no names. */
  public List<String> inputNames() {
    List<String> all = new ArrayList<>(names);
    for (Category category : categories) {
      if (indexed) {
        all.add(category.name());
      } else {
        category.values().forEach(value -> all.add(category.name() + "_" + value));
      }
    }
    return all;
  }

  /** Number of classes, or of values in the target of a row. */
  public int outputs() {
    return labels != null ? labels.size() : targetWidth;
  }

  /** True for classification, false for regression. */
  public boolean classes() {
    return labels != null;
  }

  /**
   * Encodes the rows of a raw block as numbers.
   *
   * @param bytes whether to store features as bytes; if true, all features must be whole numbers
   *     from 0 to 255
   * @throws IllegalArgumentException naming a class or a category that the encoding does not know
   */
  public RowBlock encode(RawBlock raw, boolean bytes) {
    Features features = raw.features();
    if (sparse) {
      features = SparseFeatures.of(features).widen(width);
    } else if (!categories.isEmpty()
        || features instanceof SparseFeatures
        || !bytes && features instanceof ByteFeatures) {
      features = dense(raw);
    }
    if (bytes) {
      features = features.toBytes();
    }
    return switch (raw.schema().target()) {
      case NONE -> RowBlock.of(features, new float[0], 0, raw.weights());
      case NUMBERS -> RowBlock.of(features, raw.targets(), targetWidth, raw.weights());
      case CLASS -> RowBlock.of(features, classIndices(raw), 1, raw.weights());
    };
  }

  /** A block without rows that has the same layout as the blocks that {@link #encode} returns. */
  public RowBlock nothing(boolean bytes, boolean weighted) {
    Features none =
        bytes
            ? new ByteFeatures(0, inputs(), new byte[0])
            : sparse
                ? new SparseFeatures(inputs(), new int[1], new int[0], new float[0])
                : new FloatFeatures(0, inputs(), new float[0]);
    return RowBlock.of(none, new float[0], targetWidth, weighted ? new float[0] : null);
  }

  private float[] classIndices(RawBlock raw) {
    Map<String, Integer> index = indices(labels);
    float[] byCode = new float[raw.labelNames().length];
    for (int code = 0; code < byCode.length; code++) {
      byCode[code] = known(index, raw.labelNames()[code], "label", labels);
    }
    float[] targets = new float[raw.rows()];
    for (int row = 0; row < targets.length; row++) {
      targets[row] = byCode[raw.labelCodes()[row]];
    }
    return targets;
  }

  /** Copies the numeric features and then the encoded categorical features into dense rows. */
  private Features dense(RawBlock raw) {
    int inputs = inputs();
    float[] x = new float[Math.multiplyExact(raw.rows(), inputs)];
    for (int row = 0; row < raw.rows(); row++) {
      raw.features().scatter(row, x, row * inputs);
    }
    int count = categories.size();
    int first = width;
    for (int c = 0; c < count; c++) {
      List<String> values = categories.get(c).values();
      Map<String, Integer> index = indices(values);
      String[] dictionary = raw.categories()[c];
      int[] byCode = new int[dictionary.length];
      for (int code = 0; code < byCode.length; code++) {
        byCode[code] =
            known(
                index,
                dictionary[code],
                "value of column '" + categories.get(c).name() + "'",
                values);
      }
      for (int row = 0; row < raw.rows(); row++) {
        int code = raw.codes()[row * count + c];
        int at = row * inputs + first;
        if (indexed) {
          x[at] = code >= 0 ? byCode[code] : values.size();
        } else if (code >= 0) {
          x[at + byCode[code]] = 1f;
        }
      }
      first += columns(categories.get(c));
    }
    return new FloatFeatures(raw.rows(), inputs, x);
  }

  private static Map<String, Integer> indices(List<String> values) {
    Map<String, Integer> index = new HashMap<>();
    for (int i = 0; i < values.size(); i++) {
      index.put(values.get(i), i);
    }
    return index;
  }

  private static int known(
      Map<String, Integer> index, String value, String what, List<String> values) {
    Integer found = index.get(value);
    if (found == null) {
      throw new IllegalArgumentException(unknown(value, what, values));
    }
    return found;
  }

  /**
   * Describes a row that has a class or category that the encoding does not know.
   *
   * @param row index of the row in its block
   * @param sentence a sentence that says which value was found and which values were expected
   */
  public record Unknown(int row, String sentence) {}

  /** Finds the first row that cannot be encoded; null if all rows can. */
  public Unknown firstUnknown(RawBlock raw) {
    for (int row = 0; row < raw.rows(); row++) {
      if (labels != null && raw.labelCodes() != null) {
        String label = raw.labelNames()[raw.labelCodes()[row]];
        if (!labels.contains(label)) {
          return new Unknown(row, unknown(label, "label", labels));
        }
      }
      for (int c = 0; c < categories.size(); c++) {
        int code = raw.codes()[row * categories.size() + c];
        Category category = categories.get(c);
        if (code >= 0 && !category.values().contains(raw.categories()[c][code])) {
          String what = "value of column " + category.name();
          return new Unknown(row, unknown(raw.categories()[c][code], what, category.values()));
        }
      }
    }
    return null;
  }

  /** The sentence of an error message about a value that was not in the training data. */
  public static String unknown(String value, String what, List<String> values) {
    String list = String.join(", ", values.subList(0, Math.min(10, values.size())));
    return "found the %s '%s', expected one of the training data: %s%s"
        .formatted(
            what, value, list, values.size() > 10 ? " and " + (values.size() - 10) + " more" : "");
  }
}
