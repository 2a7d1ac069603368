package io.dendrite.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of unfinished files, which have the form {@code _tmp-<run id>-<final name>}. Hadoop's input
 * formats skip files whose names begin with an underscore.
 */
final class TemporaryName {
  private static final Pattern FORM = Pattern.compile("_tmp-([0-9a-f]{16})-.+");

  private TemporaryName() {}

  static String of(String runId, String name) {
    return "_tmp-" + runId + "-" + name;
  }

  /** True if {@code name} is a temporary name of a run other than {@code runId}. */
  static boolean isOfAnotherRun(String name, String runId) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches() && !matcher.group(1).equals(runId);
  }
}
