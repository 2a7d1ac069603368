package io.dendrite.cli;

import io.dendrite.cli.text.Printable;
import io.dendrite.cli.text.Results;
import io.dendrite.score.Metrics;
import io.dendrite.score.PerClass;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Evaluates a model on labelled rows. */
@Command(
    name = "evaluate",
    description =
        "Evaluates a model: loss, and accuracy with confusion matrix and classes, or RMSE, MAE and R2.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private ModelOptions options;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    try (SparkSession session = Sessions.open("evaluate")) {
      Metrics metrics = options.open(session).evaluate(options.data);
      output.print(Results.of(metrics), result -> say(metrics, result));
      return 0;
    }
  }

  private static void say(Metrics metrics, Map<String, ?> result) {
    Results.sayMetrics("metrics", result);
    if (metrics.labels() == null) {
      return;
    }
    List<String> labels = metrics.labels().stream().map(Printable::of).toList();
    int longest = labels.stream().mapToInt(String::length).max().orElse(0);
    int width = Math.max(11, longest + 1);
    String cell = "%" + width + "s";
    System.out.printf("%n" + cell.repeat(5) + "%n", "class", "precision", "recall", "f1", "rows");
    for (int i = 0; i < labels.size(); i++) {
      PerClass c = metrics.confusion().of(i);
      System.out.printf(
          cell.repeat(5) + "%n",
          labels.get(i),
          text(c.precision()),
          text(c.recall()),
          text(c.f1()),
          c.rows());
    }
    if (labels.size() > 30) {
      System.out.printf(
          "%nThe confusion matrix of %d classes is in the output of --json.%n", labels.size());
      return;
    }
    System.out.printf("%nconfusion matrix (rows: actual, columns: predicted)%n" + cell, "");
    int narrow = Math.max(7, longest + 1);
    labels.forEach(label -> System.out.printf("%" + narrow + "s", label));
    System.out.println();
    for (int actual = 0; actual < labels.size(); actual++) {
      System.out.printf(cell, labels.get(actual));
      for (long count : metrics.confusion().counts()[actual]) {
        System.out.printf("%" + narrow + "d", count);
      }
      System.out.println();
    }
  }

  private static String text(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
