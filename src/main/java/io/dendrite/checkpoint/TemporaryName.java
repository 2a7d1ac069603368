package io.dendrite.checkpoint;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names of files that are not finished: {@code _tmp-<run id>-<what it is to become>}; Hadoop's
 * listings hide them.
 */
final class TemporaryName {
  private static final Pattern FORM = Pattern.compile("_tmp-([0-9a-f]{16})-.+");

  private TemporaryName() {}

  static String of(String runId, String name) {
    return "_tmp-" + runId + "-" + name;
  }

  /** Whether the name is a temporary one of a run other than this. */
  static boolean isOfAnotherRun(String name, String runId) {
    Matcher matcher = FORM.matcher(name);
    return matcher.matches() && !matcher.group(1).equals(runId);
  }
}
