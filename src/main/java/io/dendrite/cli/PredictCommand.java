package io.dendrite.cli;

import io.dendrite.cli.text.Printable;
import io.dendrite.input.InputFiles;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Predicts rows with a model. */
@Command(
    name = "predict",
    description =
        "Writes the input's columns (or the row number), the prediction and its probabilities.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  @Mixin private ModelOptions options;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "URI",
      description =
          "Directory to write; CSV if its name ends with .csv, else Parquet. Must not exist.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "csv|parquet",
      description = "Format of --out, whatever its name.")
  private String format;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    String chosen =
        format != null ? format : out.toLowerCase(Locale.ROOT).endsWith(".csv") ? "csv" : "parquet";
    if (!chosen.equals("csv") && !chosen.equals("parquet")) {
      throw new IllegalArgumentException("--format is '" + chosen + "'; expected csv or parquet");
    }
    try (SparkSession session = Sessions.open("predict")) {
      Path path = new Path(out);
      if (path.getFileSystem(session.sparkContext().hadoopConfiguration()).exists(path)) {
        throw new IllegalArgumentException(
            "--out " + out + " exists; choose a new directory or remove it");
      }
      options.open(session).predict(options.data, table -> write(table, chosen));
      long rows =
          chosen.equals("csv")
              ? count(
                  InputFiles.literally(session)
                      .option("header", "true")
                      .option("multiLine", "true")
                      .csv(out))
              : count(InputFiles.literally(session).parquet(out));
      output.print(new PredictResult(out, chosen, rows), PredictCommand::say);
      return 0;
    }
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

  private static long count(Dataset<Row> table) {
    return table.count();
  }

  private void write(Dataset<Row> table, String chosen) {
    if (chosen.equals("csv")) {
      table.write().option("header", "true").csv(out);
    } else {
      table.write().parquet(out);
    }
  }
}
