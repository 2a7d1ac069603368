package io.dendrite.cli;

import io.dendrite.cli.text.Printable;
import io.dendrite.score.PredictionFiles;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The {@code predict} command: computes predictions for rows with a model. */
@Command(
    name = "predict",
    description =
        "Writes the input's columns (or the row number), the prediction and its probabilities.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOptions options;

  /** The directory or table that predictions are written to. */
  private static final class Target {
    @Option(
        names = "--out",
        required = true,
        paramLabel = "URI",
        description =
            "Directory to write; CSV if its name ends with .csv, else Parquet. Must not exist.")
    private String out;

    @Option(
        names = "--table",
        required = true,
        paramLabel = "NAME",
        description = "Table of Spark's catalog to write in place of --out. Must not exist.")
    private String table;
  }

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Target target;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description =
          "Format of --out, regardless of its name: csv, parquet, or another that Spark can write (json, orc; others with their package). The format of --table is Spark's default unless given.")
  private String format;

  @Option(
      names = "--option",
      paramLabel = "NAME=VALUE",
      description = "Option of the format, as Spark names it; repeatable.")
  private Map<String, String> writing = new LinkedHashMap<>();

  @Mixin private OutputOptions output;

  @Mixin(name = Sessions.MIXIN)
  private Sessions sessions;

  @Override
  public Integer call() throws Exception {
    try (SparkSession session = sessions.open("predict")) {
      long rows = target.table != null ? toTable(session) : toFiles(session);
      String out = target.table != null ? target.table : target.out;
      output.print(new PredictResult(out, written(), rows), PredictCommand::say);
      return 0;
    }
  }

  /** The name of the format in which the predictions are written. */
  private String written() {
    if (format != null) {
      return format.equalsIgnoreCase("csv") ? "csv" : format;
    }
    return target.table != null
        ? "table"
        : target.out.toLowerCase(Locale.ROOT).endsWith(".csv") ? "csv" : "parquet";
  }

  private long toTable(SparkSession session) throws IOException {
    if (session.catalog().tableExists(target.table)) {
      throw new IllegalArgumentException(
          "--table " + target.table + " exists; choose a new name or drop it");
    }
    options
        .open(session)
        .predict(
            options.data,
            (table, named) -> {
              DataFrameWriter<Row> writer = table.write().options(writing);
              (format == null ? writer : writer.format(format)).saveAsTable(target.table);
            });
    return session.table(target.table).count();
  }

  private long toFiles(SparkSession session) throws IOException {
    String out = target.out;
    String chosen = written();
    Path path = new Path(out);
    if (path.getFileSystem(session.sparkContext().hadoopConfiguration()).exists(path)) {
      throw new IllegalArgumentException(
          "--out " + out + " exists; choose a new directory or remove it");
    }
    return PredictionFiles.write(options.open(session), options.data, out, chosen, writing);
  }

  private static void say(PredictResult result) {
    System.out.println(
        "wrote "
            + result.rows()
            + " rows to "
            + Printable.of(result.out())
            + " ("
            + result.format()
            + ")");
  }
}
