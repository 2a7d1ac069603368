package io.dendrite.cli;

import io.dendrite.cli.demo.Demonstration;
import io.dendrite.cli.demo.Examples;
import io.dendrite.cli.demo.HomeDirectory;
import io.dendrite.cli.text.Shell;
import io.dendrite.cli.text.TextTable;
import io.dendrite.data.Nearest;
import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Runs the textbook examples. Each example is a small configuration with data that the program
 * generates.
 */
@Command(
    name = "example",
    description =
        "Writes the data of a textbook example and trains its network; without a name, lists the examples.",
    mixinStandardHelpOptions = true)
final class ExampleCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "Name of the example; without it, lists the names and what each example shows.")
  private String name;

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description =
          "Directory for the data and the model, a local path or a Hadoop URI; dendrite-examples/NAME unless given.")
  private String dir;

  @Mixin private OutputOptions output;

  @Mixin(name = Sessions.MIXIN)
  private Sessions sessions;

  @Override
  public Integer call() throws Exception {
    if (name == null) {
      output.print(titles(), titles -> list(titles, System.out));
      return 0;
    }
    Demonstration example = Examples.ALL.get(name);
    if (example == null) {
      list(titles(), System.err);
      throw new IllegalArgumentException(
          "no example '" + name + "'; the nearest is '" + nearest() + "'");
    }
    System.err.println(example.title());
    HomeDirectory directory =
        new HomeDirectory(dir == null ? example.home() : dir, Sessions.hadoop());
    int code = Demonstrations.run(example, directory, "data", sessions, output);
    if (code == 0 && !output.json && dir == null) {
      System.out.printf(
          """
          What it shows and what to change: %1$s, with
            %2$s train --config %1$s --set KEY=VALUE
          """,
          Shell.config(example.config()), Shell.script());
    }
    return code;
  }

  private String nearest() {
    return Nearest.name(name, Examples.ALL.keySet());
  }

  private static Map<String, String> titles() throws IOException {
    Map<String, String> titles = new LinkedHashMap<>();
    for (Map.Entry<String, Demonstration> example : Examples.ALL.entrySet()) {
      titles.put(example.getKey(), example.getValue().title());
    }
    return titles;
  }

  private static void list(Map<String, String> titles, PrintStream out) {
    TextTable table = TextTable.ofNames(1);
    titles.forEach(table::row);
    out.print(table.text());
  }
}
