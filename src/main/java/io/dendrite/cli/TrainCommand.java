package io.dendrite.cli;

import io.dendrite.cli.text.MetricsText;
import io.dendrite.cli.text.PlanResult;
import io.dendrite.cli.text.PlanText;
import io.dendrite.cli.text.Printable;
import io.dendrite.cli.text.Progress;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.explain.DryRun;
import io.dendrite.run.TrainResult;
import io.dendrite.run.Trainer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a network from a configuration. */
@Command(
    name = "train",
    description = "Trains a network and saves the model.",
    mixinStandardHelpOptions = true)
public final class TrainCommand implements Callable<Integer> {
  /**
   * Exit code of a run that the time limit ended: in sysexits.h, a temporary failure that can be
   * tried again.
   */
  private static final int OUT_OF_TIME = 75;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings; conf/reference.conf documents every key.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting, which overrides the file; repeatable.")
  private List<String> sets = new ArrayList<>();

  @Option(
      names = "--resume",
      description = "Go on from the newest valid checkpoint of checkpoint.dir.")
  private boolean resume;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description = "Start from the weights of a model.")
  private String init;

  @Option(
      names = "--explain",
      description =
          "Load the data, time some steps, print what the run will compute, send and hold in memory, and how long it will take; save nothing.")
  private boolean explain;

  @Mixin private OutputOptions output;

  @Mixin(name = Sessions.MIXIN)
  private Sessions sessions;

  @Override
  public Integer call() throws Exception {
    TrainConfig settings = TrainConfig.of(Settings.read(config, sets));
    Trainer.check(settings);
    if (explain) {
      if (resume || init != null) {
        throw new IllegalArgumentException(
            "--explain describes a new run; leave out --resume and --init");
      }
      try (SparkSession session = sessions.open("explain")) {
        output.print(
            PlanResult.of(DryRun.run(session, settings, new Progress())),
            plan -> System.out.print(PlanText.text(plan)));
        return 0;
      }
    }
    return train(settings, resume, init, sessions, output);
  }

  /** Trains, prints the result, and returns the exit code. */
  public static int train(
      TrainConfig settings, boolean resume, String init, Sessions sessions, OutputOptions output)
      throws Exception {
    try (SparkSession session = sessions.open("train")) {
      Trainer trainer = new Trainer(session, settings, new Progress());
      try (Interruption interruption =
          Interruption.watch(trainer::requestStop, trainer::hasNothingToSave)) {
        TrainResult result;
        try {
          result = trainer.run(resume, init);
        } catch (Exception e) {
          if (interruption.exitCode() == 0) {
            throw e;
          }
          // The program ends before Spark has stopped, since the sender of a signal may not wait
          // for Spark.
          int code =
              Main.report(
                  e, sessions.failedTasks, new PrintWriter(System.err, true), output.verbose);
          interruption.leave(code);
          return code;
        }
        output.print(result, TrainCommand::say);
        if (!result.interrupted()) {
          if (interruption.exitCode() != 0) {
            System.err.println("dendrite: nothing was left to stop; everything is done");
          }
          return 0;
        }
        int code = interrupted(result, settings, interruption.exitCode());
        interruption.leave(code);
        return code;
      }
    }
  }

  /**
   * Prints how the run can be resumed, and returns the exit code: the code of the signal that
   * interrupted the run or, without a signal, the code for the time limit.
   */
  private static int interrupted(TrainResult result, TrainConfig settings, int signal) {
    String cause = signal != 0 ? "interrupted" : "train.maxTime is over";
    System.err.println("dendrite: " + cause + "; " + kept(result, settings));
    return signal != 0 ? signal : result.checkpoint() != null ? OUT_OF_TIME : 1;
  }

  private static String kept(TrainResult result, TrainConfig settings) {
    if (result.model() != null) {
      return "all steps are done and the model is saved at "
          + Printable.of(result.model())
          + ", but not all its metrics are known; "
          + (result.checkpoint() != null
              ? "--resume computes them"
              : "dendrite evaluate computes them for any labelled rows");
    }
    if (result.checkpoint() != null) {
      return "saved " + Printable.of(result.checkpoint()) + ", go on with --resume";
    }
    return settings.checkpoint().dir().isEmpty()
        ? "nothing was saved: checkpoint.dir is not set"
        : "nothing was saved: no step was done yet";
  }

  private static void say(TrainResult result) {
    if (result.validation() != null) {
      MetricsText.say("validation", result.validation().summary());
    }
    if (result.test() != null) {
      MetricsText.say("test", result.test().summary());
    }
    if (Double.isNaN(result.trainLoss())) {
      System.out.println(
          result.interrupted()
              ? "no further step was done after step " + result.steps()
              : "no steps were left to do after "
                  + result.steps()
                  + ": train.epochs is reached, or training ended earlier");
    } else {
      System.out.printf(
          Locale.ROOT,
          "%s steps, %s epochs, train loss %.4f, %.1f s in all, %,.0f rows/s in steps, %s%n",
          result.steps(),
          result.epochs(),
          result.trainLoss(),
          result.seconds(),
          result.rowsPerSecond(),
          result.blas());
    }
    line("weights sha256", result.weightsSha256());
    line("checkpoint", result.checkpoint());
    line("model", result.model());
  }

  private static void line(String name, String value) {
    if (value != null) {
      System.out.println(name + " " + Printable.of(value));
    }
  }
}
