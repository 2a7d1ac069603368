package io.dendrite;

/** How often a fault is tried: a few times by the test command, many by {@code -Pfault-long}. */
public final class Counts {
  private Counts() {}

  /** What is of this kind of test run. */
  public static <T> T of(T few, T many) {
    return Boolean.getBoolean("dendrite.fault.long") ? many : few;
  }
}
