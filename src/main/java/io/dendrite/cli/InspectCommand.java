package io.dendrite.cli;

import io.dendrite.cli.text.InspectResult;
import io.dendrite.cli.text.Inspection;
import io.dendrite.cli.text.InspectionText;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/**
 * Reports what a path holds (a model or checkpoints), whether it is undamaged, and which run wrote
 * it.
 */
@Command(
    name = "inspect",
    description =
        "Says what a model, a checkpoint or a checkpoint directory is, whether it is valid, and from which run.",
    mixinStandardHelpOptions = true)
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH",
      description =
          "Model directory, checkpoint file or checkpoint directory on any Hadoop file system.")
  private String path;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws IOException {
    InspectResult found = Inspection.of(path, Sessions.hadoop());
    output.print(found, InspectionText::say);
    return found.valid() ? 0 : 1;
  }
}
