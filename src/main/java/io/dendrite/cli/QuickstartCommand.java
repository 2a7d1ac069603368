package io.dendrite.cli;

import io.dendrite.cli.demo.Demonstration;
import io.dendrite.cli.demo.GeneratedFile;
import io.dendrite.cli.demo.HomeDirectory;
import io.dendrite.cli.text.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a small network on generated images of digits, and shows the user which commands to try
 * next.
 */
@Command(
    name = "quickstart",
    description = "Writes handwritten-like digits, trains a network on them and evaluates it.",
    mixinStandardHelpOptions = true)
final class QuickstartCommand implements Callable<Integer> {
  private static final String HOME = "dendrite-quickstart";

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Directory of the digits and the model: a path of this machine or a Hadoop URI (${DEFAULT-VALUE}).",
      defaultValue = HOME)
  private String dir;

  @Mixin private OutputOptions output;

  @Mixin(name = Sessions.MIXIN)
  private Sessions sessions;

  @Override
  public Integer call() throws Exception {
    List<GeneratedFile> digits =
        Stream.of(GeneratedFile.digits("train", 20_000, 1), GeneratedFile.digits("test", 4_000, 2))
            .flatMap(List::stream)
            .toList();
    Demonstration quickstart = new Demonstration("quickstart", "quickstart.conf", HOME, digits);
    int code =
        Demonstrations.run(
            quickstart,
            new HomeDirectory(dir, Sessions.hadoop()),
            "20,000 digits to train and 4,000 to test",
            sessions,
            output);
    if (code == 0 && !output.json) {
      System.out.printf(
          """
          Your own data: copy conf/quickstart.conf, name your files and layers in it (conf/reference.conf has every
          setting), then
            %s train --config my.conf
          """,
          Shell.script());
    }
    return code;
  }
}
