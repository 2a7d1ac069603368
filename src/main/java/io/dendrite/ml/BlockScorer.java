package io.dendrite.ml;

import io.dendrite.data.BadRow;
import io.dendrite.data.Encoding;
import io.dendrite.data.RawBlock;
import io.dendrite.data.RowBlock;
import io.dendrite.input.ColumnReader;
import io.dendrite.input.TableColumn;
import io.dendrite.task.Ensemble;
import io.dendrite.task.EnsemblePass;
import io.dendrite.task.TaskSetup;
import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.catalyst.CatalystTypeConverters;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import scala.Function1;

/** Adds a model's outputs to the rows of a partition, a block of rows at a time. */
final class BlockScorer implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  /** Number of rows that go through the network at once. */
  static final int BLOCK = 1024;

  /**
   * The objects that all tasks share, broadcast once.
   *
   * @param encoding translation of feature columns into the network's inputs
   */
  record Shared(TaskSetup setup, Ensemble weights, Encoding encoding) implements Serializable {}

  /** Computes the values of the output columns from a row's scores and predictions. */
  interface Outputs extends Serializable {
    /**
     * The values of one row's output columns.
     *
     * @param at index of the row's first element in {@code scores} and in {@code y}
     */
    Object[] of(float[] scores, float[] y, int at, int width);
  }

  private final Broadcast<Shared> shared;
  private final ColumnReader reader;
  private final StructType schema;
  private final Outputs outputs;
  private final String invalid;

  /**
   * @param reader reader of the features of rows that have {@code schema}
   * @param outputs computes the values of the output columns, which come after the columns of
   *     {@code schema}
   * @param invalid value of {@code handleInvalid}
   */
  BlockScorer(
      Broadcast<Shared> shared,
      ColumnReader reader,
      StructType schema,
      Outputs outputs,
      String invalid) {
    this.shared = shared;
    this.reader = reader;
    this.schema = schema;
    this.outputs = outputs;
    this.invalid = invalid;
  }

  /**
   * For each row of a block, a row with its label, its weight if {@code weighted} is true, and the
   * model's outputs.
   */
  static Iterator<Row> scored(RowBlock block, boolean weighted, Shared model, Outputs outputs) {
    List<Row> rows = new ArrayList<>(block.rows());
    int width = model.setup().net.outputs();
    new EnsemblePass(model.setup(), model.weights())
        .predictWithScores(
            block,
            (first, count, scores, y) -> {
              for (int i = 0; i < count; i++) {
                Object[] found = outputs.of(scores, y, i * width, width);
                Object[] values = new Object[first(weighted) + found.length];
                values[0] = (double) block.target(first + i, 0);
                if (weighted) {
                  values[1] = (double) block.weight(first + i);
                }
                System.arraycopy(found, 0, values, first(weighted), found.length);
                rows.add(RowFactory.create(values));
              }
            });
    return rows.iterator();
  }

  /** Index of the first output in a row of packed rows' labels, weights and outputs. */
  private static int first(boolean weighted) {
    return weighted ? 2 : 1;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    return new Scored(rows);
  }

  /** Converts the values of a column from the form that users see to Spark's internal form. */
  private record Converter(int index, Function1<Object, Object> toSpark) {}

  /** A categorical column with the values that the model knows. */
  private record Category(TableColumn column, Set<String> values) {}

  private final class Scored implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final Shared model = shared.value();
    private final EnsemblePass pass = new EnsemblePass(model.setup(), model.weights());
    private final RawBlock.Builder block = RawBlock.builder(reader.schema());
    private final List<Converter> converters = new ArrayList<>();
    private final List<Category> categories = new ArrayList<>();
    private final GenericInternalRow view = new GenericInternalRow(schema.length());
    private final Deque<Row> scored = new ArrayDeque<>();

    Scored(Iterator<Row> rows) {
      this.rows = rows;
      reader.features().forEach(feature -> converters.add(converter(feature.column())));
      for (int i = 0; i < reader.categorical().size(); i++) {
        TableColumn column = reader.categorical().get(i);
        converters.add(converter(column));
        categories.add(
            new Category(column, Set.copyOf(model.encoding().categories().get(i).values())));
      }
    }

    private Converter converter(TableColumn column) {
      return new Converter(
          column.index,
          CatalystTypeConverters.createToCatalystConverter(
              schema.fields()[column.index].dataType()));
    }

    @Override
    public boolean hasNext() {
      while (scored.isEmpty() && rows.hasNext()) {
        score();
      }
      return !scored.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return scored.remove();
    }

    private void score() {
      List<Row> kept = new ArrayList<>();
      while (kept.size() < BLOCK && rows.hasNext()) {
        Row row = rows.next();
        if (take(row)) {
          kept.add(row);
        }
      }
      if (kept.isEmpty()) {
        return;
      }
      int width = model.setup().net.outputs();
      pass.predictWithScores(
          model.encoding().encode(block.build(), false),
          (first, count, scores, y) -> {
            for (int i = 0; i < count; i++) {
              scored.add(extended(kept.get(first + i), outputs.of(scores, y, i * width, width)));
            }
          });
    }

    /** Adds a row to the block; returns false if the row is to be left out. */
    private boolean take(Row row) {
      requireWidth(row);
      for (Converter converter : converters) {
        view.update(converter.index(), converter.toSpark().apply(row.get(converter.index())));
      }
      try {
        for (Category category : categories) {
          know(row, category);
        }
        reader.read(view, block);
        return true;
      } catch (BadRow e) {
        if (invalid.equals("skip")) {
          return false;
        }
        throw new IllegalArgumentException(
            e.getMessage()
                + ", in a row to predict; mend the data, or call setHandleInvalid with skip"
                + (invalid.equals("keep") ? "" : " or keep"));
      }
    }

    /**
     * Refuses a vector of another length than the model's features: leaving such rows out would
     * leave out all rows.
     */
    private void requireWidth(Row row) {
      if (reader.features().size() == 1
          && row.get(reader.features().get(0).column().index) instanceof Vector vector
          && vector.size() != reader.schema().width()) {
        throw new IllegalArgumentException(
            "column "
                + reader.features().get(0).column().name
                + " has a vector of "
                + vector.size()
                + " values, but the model has "
                + reader.schema().width()
                + " features; expected as many");
      }
    }

    /**
     * If {@code handleInvalid} is keep, replaces a category that the model does not know by a
     * missing value.
     */
    private void know(Row row, Category category) {
      Object value = row.get(category.column().index);
      if (value == null || category.values().contains(value.toString())) {
        return;
      }
      if (!invalid.equals("keep")) {
        throw new BadRow(
            "column " + category.column().name,
            "'" + value + "'",
            "one of the " + category.values().size() + " values of the training data");
      }
      view.setNullAt(category.column().index);
    }
  }

  private static Row extended(Row row, Object[] more) {
    Object[] values = new Object[row.length() + more.length];
    for (int i = 0; i < row.length(); i++) {
      values[i] = row.get(i);
    }
    System.arraycopy(more, 0, values, row.length(), more.length);
    return RowFactory.create(values);
  }
}
