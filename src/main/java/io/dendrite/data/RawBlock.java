package io.dendrite.data;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Rows as they were read from one file or split, before it is known which indices classes have and
 * which one-hot columns there are. The constructor does not copy the arrays, which must not be
 * changed afterwards.
 *
 * @param features values of the numeric columns, [rows][width]
 * @param schema which parts (features, target, weight) a row has
 * @param targets the target values, [rows][schema.targetWidth()], if targets are numbers; otherwise
 *     null
 * @param labelCodes index of each row's class in {@code labelNames}, if targets are classes;
 *     otherwise null
 * @param labelNames canonical class names in order of first appearance, if targets are classes;
 *     otherwise null
 * @param codes for each row and categorical column, [rows][schema.categorical()], the index of the
 *     row's value in the column's list in {@code categories}; -1 for a missing value
 * @param categories for each categorical column, its values in order of first appearance
 * @param weights weight of each row, finite and at least 0; null if rows have no weights
 */
public record RawBlock(
    Features features,
    Schema schema,
    float[] targets,
    int[] labelCodes,
    String[] labelNames,
    int[] codes,
    String[][] categories,
    float[] weights)
    implements Serializable {

  /** The kinds of target that a row can have. */
  public enum Target {
    /** Rows have no target, since the model is to predict the target. */
    NONE,
    /** The target of a row is one class label. */
    CLASS,
    /** The target of a row is one or more numbers. */
    NUMBERS
  }

  /**
   * Which parts (features, target, weight) a row has.
   *
   * @param width number of numeric columns; for sparse rows it may be -1, which means that the
   *     highest index in the data determines the number
   * @param sparse whether features are stored as (index, value) pairs
   * @param target the kind of target
   * @param targetWidth number of target values per row for {@link Target#NUMBERS}; otherwise 0
   * @param categorical number of categorical columns
   * @param weighted whether rows have a weight
   */
  public record Schema(
      int width, boolean sparse, Target target, int targetWidth, int categorical, boolean weighted)
      implements Serializable {

    /** Checks that the counts of a schema are consistent. */
    public Schema {
      if (width < (sparse ? -1 : 0) || categorical < 0) {
        throw new IllegalArgumentException(
            "negative number of columns: " + width + " numeric, " + categorical + " categorical");
      }
      if ((target == Target.NUMBERS) != (targetWidth > 0) || targetWidth < 0) {
        throw new IllegalArgumentException(
            "target " + target + " does not go with " + targetWidth + " numbers");
      }
    }
  }

  /** Checks that all arrays of the block have as many rows as the features. */
  public RawBlock {
    int rows = features.rows();
    check("targets", targets == null ? 0 : targets.length, (long) rows * schema.targetWidth);
    check("codes", codes.length, (long) rows * schema.categorical);
    check("categories", categories.length, schema.categorical);
    check("weights", weights == null ? 0 : weights.length, schema.weighted ? rows : 0);
    int labels = schema.target == Target.CLASS ? rows : 0;
    check("labels", labelCodes == null ? 0 : labelCodes.length, labels);
  }

  private static void check(String what, int got, long wanted) {
    if (got != wanted) {
      throw new IllegalArgumentException(what + ": " + wanted + " expected, got " + got);
    }
  }

  /** The number of rows of the block. */
  public int rows() {
    return features.rows();
  }

  /** Number of bytes that the block's arrays take. */
  public long bytes() {
    long words = (targets == null ? 0 : targets.length) + (long) codes.length;
    words += (labelCodes == null ? 0 : labelCodes.length) + (weights == null ? 0 : weights.length);
    return features.bytes() + 4 * words;
  }

  /** An empty builder of blocks with this schema. */
  public static Builder builder(Schema schema) {
    return new Builder(schema);
  }

  /**
   * Builds a block row by row. For each row, the caller calls {@link #begin}, then sets the parts
   * of the row in any order, then calls {@link #commit} or {@link #rollback}. Only committed rows,
   * with their labels and categories, become part of the block. The caller must not change the
   * bytes of a label or category until {@code commit} or {@code rollback} is called.
   */
  public static final class Builder {
    private final Schema schema;
    private final FeatureBuilder features;
    private Dictionary labels;
    private final Dictionary[] dictionaries;
    private final Field[] fields;
    private final Field label = new Field();
    private float[] targets = {};
    private int[] labelCodes = {};
    private int[] codes = {};
    private float[] weights = {};
    private int rows;

    private Builder(Schema schema) {
      this.schema = schema;
      features = schema.sparse ? new SparseBuilder(schema.width) : new DenseBuilder(schema.width);
      dictionaries = new Dictionary[schema.categorical];
      fields = new Field[schema.categorical];
      for (int i = 0; i < fields.length; i++) {
        fields[i] = new Field();
      }
      clear();
    }

    private void clear() {
      rows = 0;
      labels = new Dictionary(true);
      Arrays.setAll(dictionaries, i -> new Dictionary(false));
    }

    /** Which parts (features, target, weight) a row has. */
    public Schema schema() {
      return schema;
    }

    /** Number of committed rows. */
    public int rows() {
      return rows;
    }

    /** Number of bytes that a block of the committed rows would take. */
    public long bytes() {
      long words = schema.targetWidth + schema.categorical + (schema.weighted ? 1L : 0);
      return features.bytes() + 4 * rows * (words + (schema.target == Target.CLASS ? 1 : 0));
    }

    /**
     * Starts a row in which every numeric value is 0 and every categorical value is missing. If the
     * previous row was not committed, it is dropped.
     */
    public void begin() {
      features.begin();
      label.bytes = null;
      for (Field field : fields) {
        field.bytes = null;
      }
      if (targets.length < (rows + 1L) * schema.targetWidth) {
        long needed = (rows + 1L) * schema.targetWidth;
        targets = Arrays.copyOf(targets, Growth.capacity(targets.length, needed));
      }
      Arrays.fill(targets, rows * schema.targetWidth, (rows + 1) * schema.targetWidth, 0);
      if (schema.weighted) {
        if (rows == weights.length) {
          weights = Arrays.copyOf(weights, Growth.capacity(rows, rows + 1L));
        }
        weights[rows] = 1;
      }
    }

    /**
     * Sets numeric column {@code index} (0-based); in sparse rows, indices must ascend. NaN stands
     * for a missing value.
     */
    public void value(int index, float value) {
      features.value(index, value);
    }

    /** Sets the value with index {@code index} of the row's target. */
    public void target(int index, float value) {
      targets[rows * schema.targetWidth + index] = value;
    }

    /** Sets the row's class label from UTF-8 text. */
    public void label(byte[] bytes, int from, int to) {
      label.set(bytes, from, to);
    }

    /** Sets categorical column {@code index} from UTF-8 text. */
    public void category(int index, byte[] bytes, int from, int to) {
      fields[index].set(bytes, from, to);
    }

    /** Sets the row's weight. */
    public void weight(float weight) {
      weights[rows] = weight;
    }

    /** Adds the row in progress to the block. */
    public void commit() {
      if (schema.target == Target.CLASS) {
        if (label.bytes == null) {
          throw new IllegalStateException("a row without a label was committed");
        }
        if (rows == labelCodes.length) {
          labelCodes = Arrays.copyOf(labelCodes, Growth.capacity(rows, rows + 1L));
        }
        labelCodes[rows] = label.code(labels);
      }
      long needed = (rows + 1L) * schema.categorical;
      if (codes.length < needed) {
        codes = Arrays.copyOf(codes, Growth.capacity(codes.length, needed));
      }
      for (int i = 0; i < fields.length; i++) {
        codes[rows * fields.length + i] = fields[i].code(dictionaries[i]);
      }
      features.commit();
      rows++;
    }

    /** Drops the row in progress instead of adding it to the block. */
    public void rollback() {
      features.begin();
    }

    /**
     * Returns the block of all committed rows. Afterwards, the builder is empty again, but keeps
     * the capacity of its arrays.
     */
    public RawBlock build() {
      boolean classes = schema.target == Target.CLASS;
      String[][] categories = new String[dictionaries.length][];
      for (int i = 0; i < categories.length; i++) {
        categories[i] = dictionaries[i].names();
      }
      boolean numbers = schema.target == Target.NUMBERS;
      RawBlock block =
          new RawBlock(
              features.build(),
              schema,
              numbers ? Arrays.copyOf(targets, rows * schema.targetWidth) : null,
              classes ? Arrays.copyOf(labelCodes, rows) : null,
              classes ? labels.names() : null,
              Arrays.copyOf(codes, rows * schema.categorical),
              categories,
              schema.weighted ? Arrays.copyOf(weights, rows) : null);
      clear();
      return block;
    }
  }

  /**
   * A field of the row in progress: the position of its bytes, which are null if the field is
   * missing.
   */
  private static final class Field {
    private byte[] bytes;
    private int from;
    private int to;

    private void set(byte[] newBytes, int newFrom, int newTo) {
      bytes = newBytes;
      from = newFrom;
      to = newTo;
    }

    private int code(Dictionary dictionary) {
      return bytes == null ? -1 : dictionary.code(bytes, from, to);
    }
  }
}
