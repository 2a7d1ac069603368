package io.dendrite.input;

import java.util.List;

/** Hears what the user should know of, from wherever in a run it comes. */
public interface Notices {
  /** A fallback, a skipped row, a warning: one sentence. */
  default void notice(String sentence) {}

  /** What each host of the executors computes with and how fast, one line a host. */
  default void machines(List<String> hosts) {}
}
