package io.dendrite.math;

/** Where the bundled OpenBLAS lies, for benchmarks that let Spark's own code use it. */
public final class BundledPath {
  private BundledPath() {}

  /** Loads the library, one thread a call, and returns its file. */
  public static String load() {
    return BundledOpenBlas.load().getPath();
  }
}
