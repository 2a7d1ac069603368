package io.dendrite.input;

import java.util.List;

/** Receives messages for the user from any part of a run. */
public interface Notices {
  /** Receives one sentence for the user, for example about bad rows that were skipped. */
  default void notice(String sentence) {}

  /**
   * Receives one line for each host; the line states the BLAS library and the speed of the host's
   * executors.
   */
  default void machines(List<String> hosts) {}
}
