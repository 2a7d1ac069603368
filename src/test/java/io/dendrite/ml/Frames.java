package io.dendrite.ml;

import static io.dendrite.input.SparkTest.SPARK;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Small DataFrames. */
final class Frames {
  static final StructType LABELED =
      new StructType()
          .add("label", DataTypes.DoubleType)
          .add("features", SQLDataTypes.VectorType());

  private Frames() {}

  /** A DataFrame of vectors and labels. */
  static Dataset<Row> of(List<Row> rows) {
    return SPARK.createDataFrame(rows, LABELED);
  }

  /** Rows of some classes around as many centres. */
  static Dataset<Row> clusters(int rows, int features, int classes, long seed) {
    List<Row> made = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < rows; i++) {
      int label = i % classes;
      double[] values = new double[features];
      for (int j = 0; j < features; j++) {
        values[j] =
            (j % classes == label ? 1.5 : 0) + (random.nextDouble() + random.nextDouble()) - 1;
      }
      made.add(RowFactory.create((double) label, Vectors.dense(values)));
    }
    return of(made);
  }

  /** Rows with the label 2000 + 100 (x + y), for x and y from -2 to 2. */
  static Dataset<Row> plane(int rows) {
    List<Row> made = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(rows);
    for (int i = 0; i < rows; i++) {
      double x = 4 * random.nextDouble() - 2;
      double y = 4 * random.nextDouble() - 2;
      made.add(RowFactory.create(2000 + 100 * (x + y), Vectors.dense(x, y)));
    }
    return of(made);
  }

  /** The four points of exclusive or, each as often. */
  static Dataset<Row> xor(int times) {
    List<Row> made = new ArrayList<>();
    for (int i = 0; i < 4 * times; i++) {
      int a = i & 1;
      int b = i >> 1 & 1;
      Vector point = Vectors.dense(a, b);
      made.add(RowFactory.create((double) (a ^ b), point));
    }
    return of(made);
  }
}
