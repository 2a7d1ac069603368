package io.dendrite.input;

import io.dendrite.data.DataException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Opens inputs that Spark itself reads, which are Parquet files, tables of Spark's catalog,
 * queries, and data sources.
 */
final class SparkSources {
  /** Greatest number of files that are opened one by one to find a damaged file. */
  private static final int LOOKED_AT = 100;

  /** Spark's name for the JDBC option that names the table to read. */
  private static final String JDBC_TABLE = "dbtable";

  private SparkSources() {}

  /** Opens a table with Spark. */
  private interface Opening {
    Dataset<Row> open();
  }

  /** Opens Parquet files. */
  static RowSource parquet(SparkSession spark, RowRequest request, List<FileStatus> files)
      throws IOException {
    String[] paths = files.stream().map(f -> f.getPath().toString()).toArray(String[]::new);
    DataFrameReader reader = InputFiles.literally(spark).options(request.data().options());
    String root = root(spark, request.uri(), files);
    if (!root.isEmpty()) {
      // Spark turns directories below basePath that are named name=value into partition columns.
      reader = reader.option("basePath", root);
    }
    return parquet(reader, request, paths);
  }

  /**
   * The directory that the URI names and in which all files are; empty if the URI names a file or a
   * glob.
   */
  private static String root(SparkSession spark, String uri, List<FileStatus> files)
      throws IOException {
    Path path = new Path(uri);
    Path root = path.getFileSystem(spark.sparkContext().hadoopConfiguration()).makeQualified(path);
    for (FileStatus file : files) {
      Path above = file.getPath().getParent();
      while (above != null && !above.toUri().getPath().equals(root.toUri().getPath())) {
        above = above.getParent();
      }
      if (above == null) {
        return "";
      }
    }
    return root.toString();
  }

  private static RowSource parquet(DataFrameReader reader, RowRequest request, String[] paths) {
    try {
      return new TableSource(reader.parquet(paths), request, "Parquet");
    } catch (DataException e) {
      throw e;
    } catch (Exception together) { // Scala code throws checked exceptions without declaring them.
      // If Spark's exception names no file, files are opened one by one, and the first file that
      // cannot be opened is the damaged one.
      boolean named = !UnreadableTable.named(together).isEmpty();
      for (int i = 0; i < (named ? 0 : Math.min(LOOKED_AT, paths.length)); i++) {
        try {
          reader.parquet(paths[i]);
        } catch (Exception alone) {
          throw UnreadableTable.file(request.place(), "Parquet", paths[i], alone);
        }
      }
      throw UnreadableTable.rows(request.place(), "Parquet", together);
    }
  }

  /** Opens a table or view of Spark's catalog. */
  static RowSource table(SparkSession spark, RowRequest request, List<FileStatus> none) {
    return opened(
        request,
        "table",
        () -> spark.read().options(request.data().options()).table(request.uri()));
  }

  /** Runs a query and opens its result. */
  static RowSource sql(SparkSession spark, RowRequest request, List<FileStatus> none) {
    return opened(request, "sql", () -> spark.sql(request.uri()));
  }

  /**
   * Opens an input with a data source of Spark. The URI of the request is the path to load or, for
   * JDBC, the name of the table.
   */
  static RowSource load(SparkSession spark, RowRequest request, String format) {
    Map<String, String> options = request.data().options();
    if (format.equals("jdbc")
        && (options.containsKey(JDBC_TABLE) || options.containsKey("query"))) {
      throw new IllegalArgumentException(
          "data.options names a table or a query, but "
              + request.key()
              + " is the table that is read; name it there, a query as (select ..) as q");
    }
    return opened(
        request,
        format,
        () -> {
          DataFrameReader reader = spark.read().format(format).options(options);
          if (!format.equals("jdbc")) {
            return reader.load(request.uri());
          }
          return reader.option(JDBC_TABLE, request.uri()).load();
        });
  }

  private static RowSource opened(RowRequest request, String format, Opening opening) {
    Dataset<Row> table;
    try {
      table = opening.open();
    } catch (Exception e) { // Scala code throws checked exceptions without declaring them.
      throw new DataException(
          request.place()
              + " cannot be opened with data.format = "
              + format
              + ": "
              + String.valueOf(e.getMessage()).lines().findFirst().orElse("")
              + (isUnknown(e)
                  ? "; expected auto, "
                      + String.join(", ", Format.names())
                      + " or a data source of Spark (json, orc, jdbc; others with --packages)"
                  : ""),
          e);
    }
    return new TableSource(table, request, "");
  }

  /** True if the exception says that Spark has no data source with the given name. */
  private static boolean isUnknown(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ClassNotFoundException) {
        return true;
      }
    }
    return false;
  }
}
