package io.dendrite.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/**
 * The table of the program's commands; each command is one class and one line of the table. The
 * build writes a list of the commands from this table. The launch script reads in this list which
 * commands need Spark.
 */
public final class Commands {
  /**
   * Whether a command needs Spark, and so must be started by Spark's launcher with Spark's options.
   */
  public enum NeedsSpark {
    NEVER,
    ALWAYS,
    /** The command needs Spark only if it has an argument; without an argument it prints a list. */
    WITH_ARGUMENT
  }

  /**
   * An entry of the table of commands.
   *
   * @param type class that picocli runs; the annotation of the class has the command's name and
   *     help
   */
  public record Entry(Class<?> type, NeedsSpark spark) {
    /** The name of the command, as users type it. */
    public String name() {
      return type.getAnnotation(CommandLine.Command.class).name();
    }
  }

  /** Every command, in the order in which the help lists them. */
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

  /** The picocli command line with all commands. */
  static CommandLine line() {
    CommandLine line = new CommandLine(new Main());
    TABLE.forEach(entry -> line.addSubcommand(entry.type()));
    return line;
  }

  /**
   * Writes the list of commands that the launch script reads: one line {@code name when} for each
   * command, which says when the command needs Spark. The build calls this method.
   */
  public static void main(String[] args) throws IOException {
    Files.write(
        Path.of(args[0]),
        TABLE.stream()
            .map(entry -> entry.name() + " " + entry.spark().toString().toLowerCase(Locale.ROOT))
            .toList());
  }
}
