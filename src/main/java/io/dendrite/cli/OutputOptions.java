package io.dendrite.cli;

import io.dendrite.cli.text.Json;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** The options for the form in which a command prints its result. */
public final class OutputOptions {
  @Option(
      names = "--json",
      description = "Print the result as one JSON object on the last line of stdout.")
  public boolean json;

  @Option(names = "--verbose", description = "Show logs and, on failure, the stack trace.")
  boolean verbose;

  /** Prints a command's result: as JSON if the user asked for it, otherwise as text for people. */
  <R> void print(R result, Consumer<R> words) {
    if (json) {
      System.out.println(Json.of(result));
    } else {
      words.accept(result);
    }
  }
}
