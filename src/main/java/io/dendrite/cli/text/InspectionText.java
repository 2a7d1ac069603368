package io.dendrite.cli.text;

import io.dendrite.cli.text.TextTable.Column;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes an {@link InspectResult} as text for people. */
public final class InspectionText {
  private static final int LABELS = 20;

  private InspectionText() {}

  public static void say(InspectResult found) {
    System.out.println(
        Printable.of(found.path())
            + ": "
            + found.kind()
            + ", "
            + (found.valid()
                ? "valid (every checksum verified)"
                : "damaged: " + Printable.of(found.problem())));
    if (found.checkpoints() != null) {
      System.out.print(checkpoints(found.checkpoints()));
    }
    if (found.run() != null) {
      System.out.print(run(found.run()));
      System.out.println("settings");
      found.run().settings().forEach(InspectionText::saySetting);
    }
  }

  private static String checkpoints(List<InspectResult.Checkpoint> checkpoints) {
    TextTable table = new TextTable(2, 2, Collections.nCopies(4, Column.left()));
    for (InspectResult.Checkpoint one : checkpoints) {
      String step = String.format(Locale.ROOT, "step %,d", one.steps());
      table.row(
          one.file(),
          one.valid() ? step + ", epoch " + one.epoch() : step,
          String.format(Locale.ROOT, "%.1f MB", one.bytes() / 1e6),
          one.valid() ? "valid" : one.problem());
    }
    return table.text();
  }

  private static String run(InspectResult.Run run) {
    TextTable table = TextTable.ofNames(2);
    known(table, "run", "".equals(run.run()) ? null : run.run());
    table.row("steps", run.steps() + position(run));
    table.row("network", network(run));
    table.row("parameters", String.format(Locale.ROOT, "%,d", run.parameters()));
    known(table, "networks", run.networks() == 1 ? null : run.networks());
    table.row("weights sha256", run.weightsSha256());
    known(table, "validation", metrics(run.validation()));
    known(table, "test", metrics(run.test()));
    known(table, "labels", labels(run.labels()));
    table.row("partitions", run.partitions());
    known(table, "data fingerprint", run.dataFingerprint());
    table.row("versions", versions(run.versions()));
    return table.text();
  }

  private static void known(TextTable table, String name, Object value) {
    if (value != null) {
      table.row(name, value);
    }
  }

  private static void saySetting(String key, String value) {
    System.out.println(
        "  " + Printable.of(key) + " = " + (value.isEmpty() ? "\"\"" : Printable.of(value)));
  }

  private static String position(InspectResult.Run run) {
    return run.epoch() == null
        ? ""
        : " (" + run.epoch() + " epochs and " + run.stepInEpoch() + " steps)";
  }

  private static String network(InspectResult.Run run) {
    return "%s of %s inputs to %s outputs: %s; loss %s"
        .formatted(
            run.task(), run.inputs(), run.outputs(), String.join(", ", run.layers()), run.loss());
  }

  private static String metrics(Map<String, Number> metrics) {
    return metrics == null ? null : MetricsText.text(metrics);
  }

  private static String labels(List<String> labels) {
    if (labels == null) {
      return null;
    }
    return labels.size() <= LABELS
        ? String.join(", ", labels)
        : String.join(", ", labels.subList(0, LABELS)) + ", ... (" + labels.size() + " in all)";
  }

  private static String versions(Map<String, String> versions) {
    return versions.entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
