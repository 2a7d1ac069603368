package io.dendrite.program;

/** How often a fault is tried: a few times by the test command, many by {@code -Pfault-long}. */
public final class Counts {
  private Counts() {}

  /** The number of this kind of test run. */
  public static int of(int few, int many) {
    return Boolean.getBoolean("dendrite.fault.long") ? many : few;
  }
}
