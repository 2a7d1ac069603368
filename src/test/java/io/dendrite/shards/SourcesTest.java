package io.dendrite.shards;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

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
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "data.train=" + train,
                    "data.format=" + format,
                    "data.features=[a, b, c]",
                    "data.categorical=[c]"),
                java.util.stream.Stream.of(more))
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
    Path csv = dir.resolve("csv");
    table().write().option("header", "true").csv(csv.toString());
    assertThat(from("csv", csv.toString())).isEqualTo(rows);

    table().createOrReplaceTempView("customers");
    assertThat(from("table", "customers")).isEqualTo(rows);
    assertThat(from("sql", "select * from customers where a >= 0")).isEqualTo(rows);
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
