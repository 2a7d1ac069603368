package io.dendrite.cli;

import io.dendrite.cli.text.Printable;
import java.io.PrintWriter;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line. Results go to stdout, progress and messages to stderr. Exit codes: 0 done, 1
 * failed, 2 wrong usage or configuration, 75 if the time limit ended the run after a checkpoint,
 * 130 or 143 if SIGINT or SIGTERM ended it.
 */
@Command(
    name = "dendrite",
    description = "Trains multi-layer perceptrons on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Spark's own options go anywhere on the line of a command that needs Spark (all but inspect and doctor):",
      "  --master URL (local[*] unless given), --conf KEY=VALUE, --jars, --packages,",
      "  --driver-memory, --executor-memory, --executor-cores, --total-executor-cores, --properties-file."
    })
public final class Main {
  /** Reads the version from the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"Dendrite " + (version == null ? "(development)" : version)};
    }
  }

  /** Runs a command and ends the JVM with its exit code. */
  public static void main(String[] args) {
    boolean verbose = java.util.List.of(args).contains("--verbose");
    Configurator.setRootLevel(verbose ? Level.INFO : Level.ERROR);
    if (!verbose) {
      // Spark's log would show stack traces of failures that the user gets as one sentence.
      Configurator.setLevel("org.apache.spark", Level.OFF);
      Configurator.setLevel("org.apache.hadoop", Level.OFF);
      // Breeze's log would show stack traces of failed line searches, which Breeze then restarts.
      Configurator.setLevel("breeze.optimize", Level.OFF);
    }
    int code = run(args, verbose);
    if (System.out.checkError()) {
      System.err.println(
          "dendrite: standard output could not be written; its disk may be full."
              + (code == 0 ? " Everything else is done." : ""));
      code = code == 0 ? 1 : code;
    }
    System.exit(code);
  }

  public static int run(String[] args, boolean verbose) {
    CommandLine line = Commands.line();
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> report(e, failedTasks(command), command.getErr(), verbose));
    line.setParameterExceptionHandler(
        (e, rest) -> {
          e.getCommandLine()
              .getErr()
              .println("dendrite: " + Printable.of(e.getMessage()) + "; see --help");
          return 2;
        });
    if (args.length == 0) {
      line.usage(line.getErr());
      return 2;
    }
    return line.execute(args);
  }

  /** The failed tasks of a command's Spark session; none if the command opens no session. */
  private static FailedTasks failedTasks(CommandLine command) {
    return command.getMixins().get(Sessions.MIXIN) instanceof Sessions sessions
        ? sessions.failedTasks
        : new FailedTasks();
  }

  /** Prints one sentence about a failure for the user, and returns the exit code. */
  static int report(Exception failure, FailedTasks tasks, PrintWriter err, boolean verbose) {
    if (verbose) {
      failure.printStackTrace(err);
    }
    err.println("dendrite: " + Printable.of(Failures.sentence(failure, tasks)));
    return Failures.code(failure);
  }

  Main() {}
}
