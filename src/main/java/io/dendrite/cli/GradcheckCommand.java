package io.dendrite.cli;

import io.dendrite.cli.text.Progress;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.explain.GradientAudit;
import io.dendrite.run.Trainer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Checks, with rows of the user's data, that backpropagation computes the right gradients for the
 * user's network.
 */
@Command(
    name = "gradcheck",
    description = {
      "Checks the gradients of a network on its training rows: node by node against numerical differences in double "
          + "precision, and the gradient summed over the partitions against the gradient summed by one thread."
    },
    mixinStandardHelpOptions = true)
final class GradcheckCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as for train.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, which overrides the file; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "16",
      description = "Rows to check on (${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--elements",
      paramLabel = "N",
      defaultValue = "40",
      description =
          "Greatest number of elements to compare, of each parameter tensor and of each node's output (${DEFAULT-VALUE}).")
  private int elements;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description = "Check with the weights of a model; with the initial weights unless given.")
  private String init;

  @Mixin private OutputOptions output;

  @Mixin(name = Sessions.MIXIN)
  private Sessions sessions;

  @Override
  public Integer call() throws Exception {
    atLeastOne("--rows", rows);
    atLeastOne("--elements", elements);
    TrainConfig settings = TrainConfig.of(Settings.read(config, sets));
    Trainer.check(settings);
    try (SparkSession session = sessions.open("gradcheck")) {
      GradcheckResult result =
          GradcheckResult.of(
              GradientAudit.run(session, settings, init, rows, elements, new Progress()));
      output.print(result, GradcheckResult::say);
      return result.failed() ? 1 : 0;
    }
  }

  private static void atLeastOne(String option, int found) {
    if (found < 1) {
      throw new IllegalArgumentException(option + " is " + found + "; expected at least 1");
    }
  }
}
