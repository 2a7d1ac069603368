package io.dendrite.cli;

import io.dendrite.cli.text.Progress;
import io.dendrite.config.Settings;
import io.dendrite.config.TrainConfig;
import io.dendrite.explain.GradientAudit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks the gradients of the user's own network on the user's own rows. */
@Command(
    name = "gradcheck",
    description = {
      "Checks the gradients of a network on its training rows: node by node against numerical differences in double "
          + "precision, and the sum over the partitions against that of one thread."
    },
    mixinStandardHelpOptions = true)
final class GradcheckCommand implements Callable<Integer> {
  @Option(names = "--config", paramLabel = "FILE", description = "Settings, as for train.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "One setting on top of the file; repeatable.")
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
          "Elements of each parameter tensor, and of each node's output, to compare at most (${DEFAULT-VALUE}).")
  private int elements;

  @Option(
      names = "--init",
      paramLabel = "MODEL",
      description = "Check at the weights of a model; at the initial ones unless given.")
  private String init;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    atLeastOne("--rows", rows);
    atLeastOne("--elements", elements);
    TrainConfig settings = TrainConfig.of(Settings.read(config, sets));
    try (SparkSession session = Sessions.open("gradcheck")) {
      GradientAudit.Report report =
          GradientAudit.run(session, settings, init, rows, elements, new Progress());
      output.print(map(report), map -> say(report));
      return report.failed() ? 1 : 0;
    }
  }

  private static void atLeastOne(String option, int found) {
    if (found < 1) {
      throw new IllegalArgumentException(option + " is " + found + "; expected at least 1");
    }
  }

  private static Map<String, Object> map(GradientAudit.Report report) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("failed", report.failed());
    map.put("rows", report.rows());
    map.put("meanLoss", report.meanLoss());
    map.put("tolerance", GradientAudit.TOLERANCE);
    map.put(
        "nodes",
        report.nodes().stream()
            .map(
                node -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("name", node.name());
                  one.put("parameters", node.parameters());
                  one.put("outputs", node.outputs());
                  one.put("kinks", node.kinks());
                  one.put("error", node.error());
                  return one;
                })
            .toList());
    map.put("partitions", report.partitions());
    map.put("distributedTolerance", GradientAudit.DISTRIBUTED_TOLERANCE);
    Map<String, Object> tensors = new LinkedHashMap<>();
    report.tensors().forEach(tensor -> tensors.put(tensor.name(), tensor.error()));
    map.put("distributed", tensors);
    return map;
  }

  private static void say(GradientAudit.Report report) {
    System.out.printf(
        Locale.ROOT,
        "%d rows, mean loss %.6f%n%nbackpropagation against numerical differences, in double precision (at most %.0e):%n",
        report.rows(),
        report.meanLoss(),
        GradientAudit.TOLERANCE);
    System.out.printf(
        "  %-28s %10s %10s %6s  %s%n", "node", "parameters", "outputs", "kinks", "error");
    for (GradientAudit.NodeReport node : report.nodes()) {
      System.out.printf(
          Locale.ROOT,
          "  %-28s %10d %10d %6d  %.1e%s%n",
          node.name(),
          node.parameters(),
          node.outputs(),
          node.kinks(),
          node.error(),
          node.unchecked()
              ? "  NOTHING COMPARED: all looks like kinks"
              : wrong(node.error(), GradientAudit.TOLERANCE));
    }
    System.out.printf(
        Locale.ROOT,
        "%nsum over %d partitions in single precision against one thread in double (at most %.0e):%n",
        report.partitions(),
        GradientAudit.DISTRIBUTED_TOLERANCE);
    for (GradientAudit.TensorReport tensor : report.tensors()) {
      System.out.printf(
          Locale.ROOT,
          "  %-57s  %.1e%s%n",
          tensor.name(),
          tensor.error(),
          wrong(tensor.error(), GradientAudit.DISTRIBUTED_TOLERANCE));
    }
    System.out.println(report.failed() ? "\nwrong" : "\nall right");
  }

  private static String wrong(double error, double tolerance) {
    return error <= tolerance ? "" : "  WRONG";
  }
}
