package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dendrite.data.format.IdxWriter;
import io.dendrite.input.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same rows from any source that Spark reads. */
class SourcesTest extends LoadedRows {
  private static Dataset<Row> table() {
    return SPARK
        .range(40)
        .selectExpr(
            "cast(id as float) / 4 as a",
            "cast(id % 5 as int) as b",
            "case when id % 2 = 0 then 'x' else 'y' end as c",
            "case when id < 20 then 'low' else 'high' end as label");
  }

  private Map<String, Integer> from(String format, String train, String... more)
      throws IOException {
    String[] sets =
        Stream.concat(
                Stream.of(
                    "data.train=" + train,
                    "data.format=" + format,
                    "data.features=[a, b, c]",
                    "data.categorical=[c]"),
                Stream.of(more))
            .toArray(String[]::new);
    return load(sets);
  }

  @Test
  void sameRowsFromEverySource() throws IOException {
    Path parquet = dir.resolve("rows.parquet");
    table().write().parquet(parquet.toString());
    Map<String, Integer> rows = from("parquet", parquet.toString());
    assertThat(rows).hasSize(40);

    Path orc = dir.resolve("orc");
    table().write().orc(orc.toString());
    assertThat(from("orc", orc.toString())).isEqualTo(rows);
    Path json = dir.resolve("json");
    table().write().json(json.toString());
    assertThat(from("json", json.toString())).isEqualTo(rows);
    Path avro = dir.resolve("avro");
    table().write().format("avro").save(avro.toString());
    assertThat(from("avro", avro.toString())).isEqualTo(rows);
    Path csv = dir.resolve("csv");
    table().write().option("header", "true").csv(csv.toString());
    assertThat(from("csv", csv.toString())).isEqualTo(rows);

    table().createOrReplaceTempView("customers");
    assertThat(from("table", "customers")).isEqualTo(rows);
    assertThat(from("sql", "select * from customers where a >= 0")).isEqualTo(rows);
  }

  /** Writes twelve rows of a format, and names the settings that read them. */
  private interface Sample {
    List<String> write(Path dir) throws IOException;
  }

  /** A sample of each format; an entry of the table without one fails. */
  private static final Map<String, Sample> SAMPLES =
      Map.of(
          "csv",
          dir -> {
            Path file = dir.resolve("rows.csv");
            Files.write(
                file,
                Stream.concat(
                        Stream.of("a,b,label"),
                        IntStream.range(0, 12).mapToObj(i -> i + "," + i / 2 + "," + i % 2))
                    .toList());
            return List.of("data.train=" + file);
          },
          "libsvm",
          dir -> {
            Path file = dir.resolve("rows.libsvm");
            Files.write(
                file,
                IntStream.range(0, 12).mapToObj(i -> i % 2 + " 1:" + i + " 2:" + i / 2).toList());
            return List.of("data.train=" + file, "data.label=");
          },
          "idx",
          dir -> {
            Path images = dir.resolve("rows-images-idx3-ubyte");
            byte[] pixels = new byte[24];
            byte[] labels = new byte[12];
            for (int i = 0; i < 12; i++) {
              pixels[2 * i] = (byte) i;
              pixels[2 * i + 1] = (byte) (i / 2);
              labels[i] = (byte) (i % 2);
            }
            try (OutputStream out = Files.newOutputStream(images)) {
              IdxWriter.images(out, 12, 1, 2, pixels);
            }
            try (OutputStream out = Files.newOutputStream(dir.resolve("rows-labels-idx1-ubyte"))) {
              IdxWriter.labels(out, labels);
            }
            return List.of("data.train=" + images, "data.label=");
          },
          "parquet",
          dir -> {
            Path file = dir.resolve("rows.parquet");
            numbers().write().parquet(file.toString());
            return List.of("data.train=" + file);
          },
          "table",
          dir -> {
            numbers().createOrReplaceTempView("numbers");
            return List.of("data.train=numbers");
          },
          "sql",
          dir -> {
            numbers().createOrReplaceTempView("numbers");
            return List.of("data.train=select * from numbers");
          });

  private static Dataset<Row> numbers() {
    return SPARK
        .range(12)
        .selectExpr("cast(id as float) as a", "cast(id / 2 as int) as b", "id % 2 as label");
  }

  static Stream<String> formats() {
    return Format.TABLE.stream().map(Format::name);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void everyFormatGivesTheSameRows(String format) throws IOException {
    Sample sample = SAMPLES.get(format);
    assertThat(sample).as("SourcesTest has a sample of the format %s", format).isNotNull();
    List<String> sets = new ArrayList<>(sample.write(dir));
    sets.add("data.format=" + format);
    Map<String, Integer> rows = load(sets.toArray(String[]::new));
    Map<String, Integer> right = new TreeMap<>();
    for (int i = 0; i < 12; i++) {
      right.put("[%s, %s] %s 1.0".formatted((float) i, (float) (i / 2), (float) (i % 2)), 1);
    }
    assertThat(rows).isEqualTo(right);
  }

  /** Directories called name=value hold a column, as Spark writes them. */
  @Test
  void columnsInDirectoryNames() throws IOException {
    Path whole = dir.resolve("whole.parquet");
    table().write().parquet(whole.toString());
    Path parts = dir.resolve("parts[1]");
    table().write().partitionBy("c").parquet(parts.toString());
    assertThat(from("parquet", parts.toString())).isEqualTo(from("parquet", whole.toString()));
    assertThat(
            from(
                "parquet",
                dir.resolve("parts[1]/c=x").toString(),
                "data.categorical=[]",
                "data.features=[a, b]"))
        .hasSize(20);
  }

  @Test
  void optionsReachTheSource() throws IOException {
    Path json = dir.resolve("json");
    table().write().json(json.toString());
    refused(
        "UNABLE_TO_INFER_SCHEMA",
        "data.train=" + json,
        "data.format=json",
        "data.features=[a, b, c]",
        "data.categorical=[c]",
        "data.options={pathGlobFilter = \"nothing*\"}");
  }

  /** A table with versions, of which an old one is read. */
  @Test
  void delta() throws IOException {
    String catalog = "spark.sql.catalog.spark_catalog";
    SPARK.conf().set(catalog, "org.apache.spark.sql.delta.catalog.DeltaCatalog");
    try {
      String delta = dir.resolve("delta").toString();
      table().write().format("delta").save(delta);
      table().write().format("delta").mode("append").save(delta);
      assertThat(from("delta", delta, "data.options={versionAsOf = 0}")).hasSize(40);
      assertThat(from("delta", delta).values()).containsOnly(2);
      assertThat(from("delta", delta, "data.options={versionAsOf = 0}").values()).containsOnly(1);
    } finally {
      SPARK.conf().unset(catalog);
    }
  }

  /** A table of a catalog, by its name alone and as a data source. */
  @Test
  void iceberg() throws IOException {
    String catalog = "spark.sql.catalog.ice";
    SPARK.conf().set(catalog, "org.apache.iceberg.spark.SparkCatalog");
    SPARK.conf().set(catalog + ".type", "hadoop");
    SPARK.conf().set(catalog + ".warehouse", dir.resolve("ice").toString());
    try {
      table().write().format("iceberg").saveAsTable("ice.db.customers");
      table().write().format("iceberg").mode("append").saveAsTable("ice.db.customers");
      assertThat(from("table", "ice.db.customers").values()).containsOnly(2);
      assertThat(from("iceberg", "ice.db.customers").values()).containsOnly(2);
    } finally {
      SPARK.conf().unset(catalog);
      SPARK.conf().unset(catalog + ".type");
      SPARK.conf().unset(catalog + ".warehouse");
    }
  }

  @Test
  void jdbc() throws IOException {
    String url = "jdbc:h2:mem:rows;DB_CLOSE_DELAY=-1";
    table()
        .write()
        .format("jdbc")
        .option("url", url)
        .option("dbtable", "customers")
        .option("user", "sa")
        .save();
    String options = "data.options={url = \"" + url + "\", user = sa}";
    assertThat(
            load(
                "data.train=customers",
                "data.format=jdbc",
                "data.features=[a, b, c]",
                "data.categorical=[c]",
                options))
        .hasSize(40);
  }

  @Test
  void whatIsNotThereIsNamed() {
    refused(
        "data.train = nowhere cannot be opened with data.format = table",
        "data.train=nowhere",
        "data.format=table");
    refused(
        "data.train = selct 1 cannot be opened with data.format = sql",
        "data.train=selct 1",
        "data.format=sql");
    refused(
        "expected auto, csv, idx, libsvm, parquet, sql, table or a data source of Spark",
        "data.train=x",
        "data.format=cvs");
    assertThatThrownBy(
            () -> load("data.train=select 1 as a", "data.format=sql", "data.options={a = 1}"))
        .hasMessageContaining("has none; leave it empty");
  }
}
