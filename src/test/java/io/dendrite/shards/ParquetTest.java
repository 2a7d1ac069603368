package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.dendrite.config.Configs;
import io.dendrite.config.TrainConfig;
import io.dendrite.input.RowRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

/** Rows from Parquet: every type of column, and what is said of bad ones. */
class ParquetTest extends LoadedRows {
  @Test
  void parquetWithNumbersArraysAndVectors() throws IOException {
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("n", DataTypes.LongType, true),
              DataTypes.createStructField(
                  "list", DataTypes.createArrayType(DataTypes.DoubleType), true),
              DataTypes.createStructField(
                  "vector", org.apache.spark.ml.linalg.SQLDataTypes.VectorType(), true),
              DataTypes.createStructField("label", DataTypes.StringType, true)
            });
    Dataset<Row> table =
        SPARK.createDataFrame(
            List.of(
                RowFactory.create(1L, new Double[] {2.0, 3.0}, Vectors.dense(4, 5), "yes"),
                RowFactory.create(
                    6L,
                    new Double[] {7.0, 8.0},
                    Vectors.sparse(2, new int[] {1}, new double[] {9}),
                    "no")),
            schema);
    Path file = dir.resolve("rows.parquet");
    table.write().parquet(file.toString());
    assertThat(load("data.train=" + file))
        .containsOnlyKeys("[1.0, 2.0, 3.0, 4.0, 5.0] 1.0 1.0", "[6.0, 7.0, 8.0, 0.0, 9.0] 0.0 1.0");
    assertThat(load("data.train=" + file, "data.features=[vector, n]"))
        .containsOnlyKeys("[4.0, 5.0, 1.0] 1.0 1.0", "[0.0, 9.0, 6.0] 0.0 1.0");
    refused(
        "no column 'lable'; the columns are n, list, vector, label",
        "data.train=" + file,
        "data.label=lable");
    refused("column 'label' is of type string", "data.train=" + file, "data.label=n");

    Path two = dir.resolve("two");
    table.coalesce(1).write().parquet(two.toString());
    Files.write(two.resolve("a.parquet"), new byte[100]);
    refused("as Parquet: file:" + two + "/a.parquet: ", "data.train=" + two, "data.format=parquet");
    refused(
        "rows.csv is not a Parquet file",
        "data.train=" + write("rows.csv", csv(3)),
        "data.format=parquet");

    Dataset<Row> bad =
        SPARK.createDataFrame(
            List.of(
                RowFactory.create(1L, new Double[] {2.0, 3.0}, Vectors.dense(4, 5), "yes"),
                RowFactory.create(null, new Double[] {1.0}, Vectors.dense(4, 5), "yes")),
            schema);
    Path badFile = dir.resolve("bad.parquet");
    bad.write().parquet(badFile.toString());
    refused(
        "column n: found null, expected a number", "data.train=" + badFile, "data.format=parquet");
  }

  /** As views on column batches and, with those switched off, as Spark's packed rows. */
  @Test
  void parquetOfEveryTypeOfNumber() throws IOException {
    Dataset<Row> table =
        SPARK.sql(
            """
            select cast(-1 as tinyint) a, cast(-300 as smallint) b, -70000 c, 16777217L d,
                   cast(0.1 as float) e, 1e-3D f, true g, cast(-2.5 as decimal(5, 2)) h,
                   array(cast(1 as decimal(30, 3)), null) i, date '2024-05-06' label
            union all
            select null, cast(1 as smallint), 2, 3L, cast('NaN' as float), 5D, false,
                   cast(6.25 as decimal(5, 2)),
                   array(cast(7.125 as decimal(30, 3)), 8), date '2024-01-02'
            """);
    assertThat(Stream.of(table.schema().fields()).map(f -> f.dataType().simpleString()))
        .startsWith("tinyint", "smallint", "int", "bigint", "float", "double", "boolean")
        .contains("decimal(5,2)");
    Path file = dir.resolve("types.parquet");
    table.write().parquet(file.toString());
    for (String vectorized : List.of("true", "false")) {
      SPARK.conf().set("spark.sql.parquet.enableVectorizedReader", vectorized);
      try {
        assertThat(load("data.train=" + file, "data.missing=mean"))
            .containsOnlyKeys(
                "[-1.0, -300.0, -70000.0, 1.6777216E7, 0.1, 0.001, 1.0, -2.5, 1.0, NaN] 1.0 1.0",
                "[NaN, 1.0, 2.0, 3.0, NaN, 5.0, 0.0, 6.25, 7.125, 8.0] 0.0 1.0");
        refused(
            "column a: found null, expected a number within the range of float, in the row [null, 1, 2024-01-02] (1 bad",
            "data.train=" + file,
            "data.features=[a, b]");
        refused(
            "column e: found NaN, expected a number", "data.train=" + file, "data.features=[b, e]");
      } finally {
        SPARK.conf().unset("spark.sql.parquet.enableVectorizedReader");
      }
    }
  }

  @Test
  void vectorsAreStoredByTheirZerosNotByTheirFirstRow() throws IOException {
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("label", DataTypes.IntegerType, false),
              DataTypes.createStructField(
                  "v", org.apache.spark.ml.linalg.SQLDataTypes.VectorType(), true)
            });
    Row dense = RowFactory.create(0, Vectors.dense(1, 0, 0, 0, 0, 0));
    Row sparse = RowFactory.create(1, Vectors.sparse(6, new int[] {2}, new double[] {5}));
    List<String> prints = new ArrayList<>();
    for (List<Row> rows : List.of(List.of(dense, sparse), List.of(sparse, dense))) {
      Path file = dir.resolve("vectors" + prints.size() + ".parquet");
      SPARK.createDataFrame(rows, schema).coalesce(1).write().parquet(file.toString());
      try (TrainingData data = data(new Heard(), "data.train=" + file)) {
        prints.add(data.fingerprint() + data.encoding());
        assertThat(data.encoding().sparse()).isTrue();
      }
    }
    assertThat(prints.get(1)).isEqualTo(prints.get(0));
    Path full = dir.resolve("full.parquet");
    SPARK
        .createDataFrame(
            List.of(
                RowFactory.create(0, Vectors.dense(1, 2)),
                RowFactory.create(1, Vectors.sparse(2, new int[] {0, 1}, new double[] {3, 4}))),
            schema)
        .write()
        .parquet(full.toString());
    try (TrainingData data = data(new Heard(), "data.train=" + full)) {
      assertThat(data.encoding().sparse()).isFalse();
      assertThat(data.encoding().inputs()).isEqualTo(2);
    }
  }

  /** The one-hot columns come after the columns of the vector, which has few entries. */
  @Test
  void categoriesBesideASparseVectorAreKept() throws IOException {
    StructType schema =
        new StructType(
            new StructField[] {
              DataTypes.createStructField("label", DataTypes.IntegerType, false),
              DataTypes.createStructField(
                  "v", org.apache.spark.ml.linalg.SQLDataTypes.VectorType(), true),
              DataTypes.createStructField("c", DataTypes.StringType, false)
            });
    List<Row> rows =
        List.of(
            RowFactory.create(0, Vectors.sparse(3, new int[] {0}, new double[] {5}), "red"),
            RowFactory.create(1, Vectors.sparse(3, new int[] {2}, new double[] {6}), "blue"));
    Path file = dir.resolve("categories.parquet");
    SPARK.createDataFrame(rows, schema).write().parquet(file.toString());
    assertThat(load("data.train=" + file, "data.categorical=[c]"))
        .containsOnlyKeys("[5.0, 0.0, 0.0, 0.0, 1.0] 0.0 1.0", "[0.0, 0.0, 6.0, 1.0, 0.0] 1.0 1.0");
  }

  /** A prediction repeats every column, whatever it holds. */
  @Test
  void columnsAreCarriedWhateverTheirType() throws IOException {
    Dataset<Row> table =
        SPARK.sql(
            """
            select 1.5D x, timestamp_ntz '2024-05-06 07:08:09' a, timestamp '2024-05-06 07:08:09' b,
                   date '2024-05-06' c, interval '3' month d, interval '4' second e, 'text' f,
                   map('k', 1) g, named_struct('n', 2) h, cast(null as string) i, array('u', 'v') j,
                   cast(1.25 as decimal(9, 3)) k, array(1D, 0D) l
            """);
    table = table.withColumn("l", org.apache.spark.ml.functions.array_to_vector(table.col("l")));
    Path file = dir.resolve("carried.parquet");
    table.write().parquet(file.toString());
    TrainConfig.Data data =
        Configs.of(
                List.of(
                    "data.train=" + file,
                    "data.label=x",
                    "data.features=[x]",
                    "network.layers=[\"inner-product 1\"]"))
            .data();
    RowRequest request =
        new RowRequest("--data", file.toString(), "", data, true, false, null, true);
    try (RawRows raw = RawRows.read(SPARK, request, sentence -> {})) {
      Object[] carried = raw.chunks().collect().get(0).carried().get(0);
      Row expected = table.collectAsList().get(0);
      for (int i = 0; i < carried.length; i++) {
        assertThat(carried[i]).as(table.columns()[i]).isEqualTo(expected.get(i));
      }
      assertThat(carried).hasSize(13);
    }
  }
}
