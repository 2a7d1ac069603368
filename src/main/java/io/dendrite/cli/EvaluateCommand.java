package io.dendrite.cli;

import io.dendrite.cli.text.EvaluateResult;
import io.dendrite.cli.text.EvaluateText;
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

  @Mixin(name = Sessions.MIXIN)
  private Sessions sessions;

  @Override
  public Integer call() throws Exception {
    try (SparkSession session = sessions.open("evaluate")) {
      output.print(
          EvaluateResult.of(options.open(session).evaluate(options.data)), EvaluateText::say);
      return 0;
    }
  }
}
