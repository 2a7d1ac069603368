package io.dendrite.input;

import java.util.List;

/** Receives what the user should know, from any part of a run. */
public interface Notices {
  /** A fallback, a skipped row, a warning: one sentence. */
  default void notice(String sentence) {}

  /** What the executors on each host compute with and how fast, one line for each host. */
  default void machines(List<String> hosts) {}
}
