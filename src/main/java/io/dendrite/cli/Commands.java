package io.dendrite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/**
 * The commands: one class and one line each. The launch script learns from this table which
 * commands need Spark.
 */
public final class Commands {
  /** True if a command needs Spark, and with it a launcher and Spark's options. */
  public enum NeedsSpark {
    NEVER,
    ALWAYS,
    /** Only with an argument; without one it only prints a list. */
    WITH_ARGUMENT
  }

  /**
   * A command.
   *
   * @param type a class that picocli runs, which has the name and the help
   */
  public record Entry(Class<?> type, NeedsSpark spark) {
    /** The name as typed. */
    public String name() {
      return type.getAnnotation(CommandLine.Command.class).name();
    }
  }

  /** Every command, in the order of the help. */
  public static final List<Entry> TABLE =
      List.of(
          new Entry(QuickstartCommand.class, NeedsSpark.ALWAYS),
          new Entry(ExampleCommand.class, NeedsSpark.WITH_ARGUMENT),
          new Entry(TrainCommand.class, NeedsSpark.ALWAYS),
          new Entry(EvaluateCommand.class, NeedsSpark.ALWAYS),
          new Entry(PredictCommand.class, NeedsSpark.ALWAYS),
          new Entry(InspectCommand.class, NeedsSpark.NEVER),
          new Entry(GradcheckCommand.class, NeedsSpark.ALWAYS),
          new Entry(DoctorCommand.class, NeedsSpark.NEVER));

  private Commands() {}

  /** The command line with all commands. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    TABLE.forEach(entry -> line.addSubcommand(entry.type()));
    return line;
  }

  /**
   * Writes the list that the script reads, one line {@code name when} for each command; run by the
   * build.
   */
  public static void main(String[] args) throws IOException {
    Files.write(
        Path.of(args[0]),
        TABLE.stream()
            .map(entry -> entry.name() + " " + entry.spark().toString().toLowerCase(Locale.ROOT))
            .toList());
  }
}
