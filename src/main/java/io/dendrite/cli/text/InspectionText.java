package io.dendrite.cli.text;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** An {@link Inspection} in words. */
public final class InspectionText {
  private static final int LABELS = 20;

  private InspectionText() {}

  public static void say(Map<String, ?> found) {
    boolean valid = Boolean.TRUE.equals(found.get("valid"));
    System.out.println(
        Printable.of(found.get("path"))
            + ": "
            + found.get("kind")
            + ", "
            + (valid
                ? "valid (every checksum verified)"
                : "damaged: " + Printable.of(found.get("problem"))));
    if (found.get("checkpoints") instanceof List<?> checkpoints) {
      checkpoints.forEach(checkpoint -> sayCheckpoint((Map<?, ?>) checkpoint));
    }
    if (found.containsKey("run")) {
      sayRun(found);
    }
  }

  private static void sayCheckpoint(Map<?, ?> one) {
    boolean valid = Boolean.TRUE.equals(one.get("valid"));
    System.out.printf(
        Locale.ROOT,
        "  %s  step %,d%s  %.1f MB  %s%n",
        Printable.of(one.get("file")),
        one.get("steps"),
        valid ? String.format(Locale.ROOT, ", epoch %s", one.get("epoch")) : "",
        ((Number) one.get("bytes")).doubleValue() / 1e6,
        valid ? "valid" : Printable.of(one.get("problem")));
  }

  private static void sayRun(Map<String, ?> found) {
    line("run", "".equals(found.get("run")) ? null : found.get("run"));
    line("steps", found.get("steps") + position(found));
    line("network", network(found));
    line("parameters", String.format(Locale.ROOT, "%,d", found.get("parameters")));
    line("networks", found.get("networks").equals(1) ? null : found.get("networks"));
    line("weights sha256", found.get("weightsSha256"));
    line("validation", metrics(found.get("validation")));
    line("test", metrics(found.get("test")));
    line("labels", labels(found.get("labels")));
    line("partitions", found.get("partitions"));
    line("data fingerprint", found.get("dataFingerprint"));
    line("versions", versions(found.get("versions")));
    System.out.println("settings");
    ((Map<?, ?>) found.get("settings"))
        .forEach(
            (key, value) ->
                System.out.println(
                    "  "
                        + Printable.of(key)
                        + " = "
                        + (value.equals("") ? "\"\"" : Printable.of(value))));
  }

  private static void line(String name, Object value) {
    if (value != null) {
      System.out.printf("%-17s %s%n", name, Printable.of(value));
    }
  }

  private static String position(Map<String, ?> found) {
    return found.get("epoch") == null
        ? ""
        : " (" + found.get("epoch") + " epochs and " + found.get("stepInEpoch") + " steps)";
  }

  private static String network(Map<String, ?> found) {
    return "%s of %s inputs to %s outputs: %s; loss %s"
        .formatted(
            found.get("task"),
            found.get("inputs"),
            found.get("outputs"),
            joined((List<?>) found.get("layers"), ", "),
            found.get("loss"));
  }

  private static String metrics(Object metrics) {
    return metrics instanceof Map<?, ?> map
        ? map.entrySet().stream()
            .map(e -> e.getKey() + " " + MetricsText.text((Number) e.getValue()))
            .collect(Collectors.joining(" "))
        : null;
  }

  private static String labels(Object labels) {
    if (!(labels instanceof List<?> list)) {
      return null;
    }
    return list.size() <= LABELS
        ? joined(list, ", ")
        : joined(list.subList(0, LABELS), ", ") + ", ... (" + list.size() + " in all)";
  }

  private static String versions(Object versions) {
    return ((Map<?, ?>) versions)
        .entrySet().stream()
            .map(e -> e.getKey() + " " + e.getValue())
            .collect(Collectors.joining(", "));
  }

  private static String joined(List<?> list, String separator) {
    return list.stream().map(String::valueOf).collect(Collectors.joining(separator));
  }
}
